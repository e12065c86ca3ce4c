// What the steps of a request cost:   dotnet run -c Release --project tests/bench/FrontDesk.Edge.Bench [-- --filter '*Limit*']
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FrontDesk.Edge.Bench;

// In this process, and only as long as a figure of two digits needs: the machine may be shared.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(3).WithIterationCount(8).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddExporter(MarkdownExporter.Console)
    .AddLogger(ConsoleLogger.Default).AddColumnProvider(DefaultColumnProviders.Instance).WithOptions(ConfigOptions.DisableLogFile);
BenchmarkSwitcher.FromTypes([typeof(LimitBenchmarks), typeof(CredentialBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
