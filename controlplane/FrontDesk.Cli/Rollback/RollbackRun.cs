using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;

namespace FrontDesk.Cli.Rollback;

/// <summary>Runs `rollback`.</summary>
internal static class RollbackRun
{
    /// <summary>Goes back, and tells what came of it.</summary>
    public static Task<int> RunAsync(Shell shell, RollbackOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        control =>
        {
            var request = new RollbackRequest { Revision = options.Revision, Change = options.Change.Header() };
            return new ChangeRun(shell, control, options.Change, options.Format).RunAsync(
                () =>
                {
                    var call = control.Configuration.Rollback(request, cancellationToken: cancellation);
                    return new OpenChange(call.ResponseStream, Task.CompletedTask, call);
                },
                cancellation);
        },
        cancellation);
}
