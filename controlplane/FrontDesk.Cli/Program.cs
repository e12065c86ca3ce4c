using FrontDesk.Cli;

return await CommandLine.RunAsync(args, Shell.OfProcess());
