// Runs a whole Front Desk on one box until Ctrl-C: one control plane, two edges and two sample services, each a process of its own.
using FrontDesk.Quickstart;

if (args is ["service", var name, var port])
{
    await SampleServer.RunAsync(name, port);
    return 0;
}

if (!QuickstartOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(QuickstartOptions.Usage);
    return 1;
}

using var stop = new StopSignal();
await using var run = new QuickstartRun(new Places(options.Data, options.Shift), Console.Out);
try
{
    run.Prepare(options.Clean);
    await run.StartAsync(stop.Token);
    await run.WatchAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}
catch (QuickstartException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
