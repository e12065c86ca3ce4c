using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Get;

/// <summary>Runs `get`.</summary>
internal static class GetRun
{
    private const uint PageSize = 1_000;

    /// <summary>Shows one resource, or all of a kind.</summary>
    public static Task<int> RunAsync(Shell shell, GetOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell, control => options.Name.Length > 0 ? OneAsync(shell, control, options, cancellation) : AllAsync(shell, control, options, cancellation), cancellation);

    private static async Task<int> OneAsync(Shell shell, ControlPlane control, GetOptions options, CancellationToken cancellation)
    {
        var request = new GetRequest { Key = new ResourceKey { Kind = options.Kind, Name = options.Name }, Revision = options.Revision };
        var answer = await control.Configuration.GetAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
        switch (options.Format)
        {
            case OutputFormat.Table:
                ResourceText.Write(shell, answer.Resource);
                break;
            case OutputFormat.Json:
                Answer.Write(shell, options.Format, Answer.Of(answer));
                break;
            default:
                shell.Out.Write(DocumentWriter.Write([answer.Resource]));
                break;
        }

        return ExitCode.Done;
    }

    private static async Task<int> AllAsync(Shell shell, ControlPlane control, GetOptions options, CancellationToken cancellation)
    {
        var all = new ListResponse { Revision = options.Revision };
        do
        {
            var request = new ListRequest
            {
                Kind = options.Kind,
                Revision = all.Revision,
                PageSize = PageSize,
                PageToken = all.NextPageToken,
                Select = { options.Select.ToDictionary() },
            };
            var page = await control.Configuration.ListAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
            all.Resources.AddRange(page.Resources);
            all.NextPageToken = page.NextPageToken;
            all.Revision = page.Revision;
        }
        while (all.NextPageToken.Length > 0);

        switch (options.Format)
        {
            case OutputFormat.Table:
                ResourceText.Write(shell, all.Resources);
                break;
            case OutputFormat.Json:
                Answer.Write(shell, options.Format, Answer.Of(all));
                break;
            default:
                shell.Out.Write(DocumentWriter.Write(all.Resources));
                break;
        }

        return ExitCode.Done;
    }
}
