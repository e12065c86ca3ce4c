using System.CommandLine;
using FrontDesk.ControlPlane.Hosting;

return await ControlPlaneCommand.Create(ControlPlaneProcess.RunAsync)
    .Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
