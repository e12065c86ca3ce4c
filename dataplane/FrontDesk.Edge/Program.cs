using FrontDesk.Edge.Hosting;

return await new EdgeCommand(EdgeHost.RunAsync, Environment.GetEnvironmentVariable).RunAsync(args, Console.Error).ConfigureAwait(false);
