using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.History;

/// <summary>Runs `history`.</summary>
internal static class HistoryRun
{
    private const uint MostOfPage = 1_000;

    /// <summary>Lists revisions, page by page up to the limit.</summary>
    public static Task<int> RunAsync(Shell shell, HistoryOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var all = new HistoryResponse();
            do
            {
                var missing = options.Limit - (uint)all.Revisions.Count;
                var request = new HistoryRequest { PageSize = Math.Min(missing, MostOfPage), PageToken = all.NextPageToken, Resource = options.Resource };
                var page = await control.Configuration.HistoryAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
                all.Revisions.AddRange(page.Revisions);
                all.NextPageToken = page.NextPageToken;
            }
            while (all.NextPageToken.Length > 0 && all.Revisions.Count < options.Limit);

            Write(shell, options.Format, all);
            return ExitCode.Done;
        },
        cancellation);

    private static void Write(Shell shell, OutputFormat format, HistoryResponse history)
    {
        if (format != OutputFormat.Table)
        {
            Answer.Write(shell, format, Answer.Of(history));
            return;
        }

        var table = new Table("REVISION", "TIME", "AUTHOR", "PUT", "DELETED", "MESSAGE");
        foreach (var revision in history.Revisions)
        {
            table.Add(revision.Revision_, TimeText.Of(revision.Time), revision.Author, revision.Put, revision.Deleted, revision.Message);
        }

        table.Write(shell);
    }
}
