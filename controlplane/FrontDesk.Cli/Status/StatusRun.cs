using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Grpc.Core;

namespace FrontDesk.Cli.Status;

/// <summary>Runs `status`.</summary>
internal static class StatusRun
{
    private const string ClearScreen = "\u001b[H\u001b[2J";

    /// <summary>Shows the fleet once, or for as long as it is watched.</summary>
    public static Task<int> RunAsync(Shell shell, StatusOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell, control => options.Watch ? WatchAsync(shell, control, options, cancellation) : ShowAsync(shell, control, options, cancellation), cancellation);

    private static async Task<int> ShowAsync(Shell shell, ControlPlane control, StatusOptions options, CancellationToken cancellation)
    {
        var status = await control.Fleet.GetStatusAsync(
            new GetStatusRequest { Group = options.Group }, deadline: Transport.Deadline(), cancellationToken: cancellation);
        if (options.Format == OutputFormat.Table)
        {
            StatusText.Write(shell, status, options.Group);
        }
        else
        {
            Answer.Write(shell, options.Format, Answer.Of(status));
        }

        return ExitCode.Done;
    }

    /// <summary>Ends with the stream, or done when the person has seen enough.</summary>
    private static async Task<int> WatchAsync(Shell shell, ControlPlane control, StatusOptions options, CancellationToken cancellation)
    {
        using var call = control.Fleet.WatchStatus(new WatchStatusRequest { Group = options.Group }, cancellationToken: cancellation);
        try
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
            {
                WriteNext(shell, options, answer.Status);
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return ExitCode.Done;
        }

        return ExitCode.Done;
    }

    private static void WriteNext(Shell shell, StatusOptions options, GetStatusResponse status)
    {
        if (options.Format != OutputFormat.Table)
        {
            Answer.WriteNext(shell, options.Format, Answer.Of(status));
            return;
        }

        shell.Out.Write(shell.OutIsTerminal ? ClearScreen : "");
        StatusText.Write(shell, status, options.Group);
        shell.Out.WriteLine(shell.OutIsTerminal ? "(Ctrl-C ends)" : "");
        shell.Out.Flush();
    }
}
