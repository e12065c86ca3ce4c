using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Grpc.Core;

namespace FrontDesk.Cli.Limits;

/// <summary>Runs `limits top`.</summary>
internal static class LimitsTopRun
{
    private const string ClearScreen = "\u001b[H\u001b[2J";

    // Edges are asked when somebody begins to watch, and report a second later.
    private const int MostSilent = 5;

    /// <summary>Shows each second, until the person has seen enough.</summary>
    public static Task<int> RunAsync(Shell shell, LimitsTopOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            using var call = control.Watching.WatchLimits(new WatchLimitsRequest { Limit = options.Limit, Top = options.Top }, cancellationToken: cancellation);
            try
            {
                var silent = 0;
                await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    if (options.Once && answer.Edges == 0 && ++silent < MostSilent)
                    {
                        continue;
                    }

                    Write(shell, options, answer);
                    if (options.Once)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                // The person has seen enough.
            }

            return ExitCode.Done;
        },
        cancellation);

    private static void Write(Shell shell, LimitsTopOptions options, WatchLimitsResponse answer)
    {
        if (options.Format != OutputFormat.Table)
        {
            Answer.WriteNext(shell, options.Format, Answer.Of(answer));
            return;
        }

        var live = shell.OutIsTerminal && !options.Once;
        shell.Out.Write(live ? ClearScreen : "");
        var table = new Table("LIMIT", "KEY", "USED", "ADMITTED/S", "REFUSED/S", "EDGES", "MOST AT");
        foreach (var use in answer.Keys)
        {
            var tone = use.Refused > 0 ? Tone.Bad : use.Used >= 0.8 ? Tone.Warning : Tone.Good;
            table.Add(
                use.Limit,
                use.Key,
                new Cell(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(use.Used * 100)} %"), tone),
                use.Admitted.ToString(CultureInfo.InvariantCulture),
                new Cell(use.Refused.ToString(CultureInfo.InvariantCulture), use.Refused > 0 ? Tone.Bad : Tone.Plain),
                use.Edges,
                use.Edge);
        }

        table.Write(shell);
        shell.Error.Write(answer.Edges == 0 ? "no edge has reported in the last seconds\n" : "");
        shell.Error.Write(answer.Unfollowed > 0 ? $"{answer.Unfollowed} requests came under more keys than edges follow\n" : "");
        shell.Out.WriteLine(live ? "(Ctrl-C ends)" : "");
        shell.Out.Flush();
    }
}
