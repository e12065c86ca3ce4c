// What matching and compiling cost:   dotnet run -c Release --project tests/bench/FrontDesk.Routing.Bench [-- --filter '*Match*']
// Only what was wanted, as rows of a table:   … -- wanted
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FrontDesk.Routing.Bench;

// In this process, and only as long as a figure of two digits needs: the machine may be shared.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(3).WithIterationCount(8).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.DisableLogFile);
if (args is ["wanted"])
{
    Wanted.Print(config.AddLogger(NullLogger.Instance).AddColumnProvider(DefaultColumnProviders.Instance));
    return;
}

BenchmarkSwitcher.FromTypes([typeof(MatchBenchmarks), typeof(ChangeBenchmarks), typeof(CompileBenchmarks), typeof(AddressBenchmarks)])
    .Run(args.Length == 0 ? ["--filter", "*"] : args, config.AddExporter(MarkdownExporter.Console).AddLogger(ConsoleLogger.Default).AddColumnProvider(DefaultColumnProviders.Instance));
