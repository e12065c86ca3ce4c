using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>Runs `explain` and `access test`.</summary>
internal static class ExplainRun
{
    /// <summary>Has the control plane think the request through, with the edges' own code, and writes the answer for people in the given way.</summary>
    public static Task<int> RunAsync(Shell shell, ExplainOptions options, Action<Shell, ExplainResponse> write, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Configuration.ExplainAsync(options.Request, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (options.Format == OutputFormat.Table)
            {
                write(shell, answer);
            }
            else
            {
                Answer.Write(shell, options.Format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
