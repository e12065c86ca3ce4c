using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>Runs `explain`.</summary>
internal static class ExplainRun
{
    /// <summary>Has the control plane think the request through, with the edges' own code.</summary>
    public static Task<int> RunAsync(Shell shell, ExplainOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var request = new ExplainRequest
            {
                Method = options.Method,
                Url = options.Url,
                Revision = options.Revision,
                Group = options.Group,
                Client = options.Client,
                Headers = { options.Headers.Select(header => new Header { Name = header.Key, Value = header.Value }) },
            };
            var answer = await control.Configuration.ExplainAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (options.Format == OutputFormat.Table)
            {
                ExplainText.Write(shell, answer);
            }
            else
            {
                Answer.Write(shell, options.Format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
