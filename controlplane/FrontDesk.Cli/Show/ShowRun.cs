using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Grpc.Core;

namespace FrontDesk.Cli.Show;

/// <summary>Runs `show`.</summary>
internal static class ShowRun
{
    /// <summary>Shows one revision.</summary>
    public static Task<int> RunAsync(Shell shell, ShowOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var all = new ShowResponse();
            using var call = control.Configuration.Show(new ShowRequest { Revision = options.Revision }, cancellationToken: cancellation);
            await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
            {
                all.MergeFrom(part);
            }

            if (options.Format == OutputFormat.Table)
            {
                Write(shell, all);
            }
            else
            {
                Answer.Write(shell, options.Format, Answer.Of(all));
            }

            return ExitCode.Done;
        },
        cancellation);

    private static void Write(Shell shell, ShowResponse answer)
    {
        if (answer.Revision is { } revision)
        {
            var rollback = revision.RollbackTo > 0 ? $", a rollback to revision {revision.RollbackTo}" : "";
            shell.Out.WriteLine(new Cell($"revision {revision.Revision_}{rollback}", Tone.Title).Render(shell.Colour));
            shell.Out.WriteLine($"author   {Printable.Line(revision.Author)}");
            shell.Out.WriteLine($"time     {TimeText.Of(revision.Time)}");
            shell.Out.WriteLine($"message  {(revision.Message.Length > 0 ? Printable.Line(revision.Message) : "none")}");
            shell.Out.WriteLine($"digest   {revision.Digest}");
            shell.Out.WriteLine($"chain    {revision.Chain}");
            shell.Out.WriteLine();
        }

        DifferenceText.Write(shell, answer.Differences);
    }
}
