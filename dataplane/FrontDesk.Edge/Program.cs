using FrontDesk.Edge.Hosting;

return await EdgeCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
