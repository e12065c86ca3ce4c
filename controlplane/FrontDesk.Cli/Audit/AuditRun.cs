using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Cli.Audit;

/// <summary>Runs `audit`: entries on standard output, one a line; what does not verify on standard error.</summary>
internal static class AuditRun
{
    /// <summary>Shows the log, once or for as long as it is followed.</summary>
    public static Task<int> RunAsync(Shell shell, AuditOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var request = new ReadAuditRequest
            {
                Since = options.Since is { } since ? Timestamp.FromDateTimeOffset(shell.Time.GetUtcNow() - since) : null,
                Who = options.Who,
                What = options.What,
                Limit = options.Limit,
                Follow = options.Follow,
            };
            using var call = control.Audit.ReadAudit(request, deadline: options.Follow ? null : Transport.Deadline(), cancellationToken: cancellation);
            var code = ExitCode.Done;
            try
            {
                await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    foreach (var fault in answer.State?.Faults ?? [])
                    {
                        shell.Error.WriteLine($"error: the audit log was tampered with or lost entries: {Printable.Line(fault)}");
                        code = ExitCode.Error;
                    }

                    Write(shell, options.Format, answer.Entries);
                }
            }
            catch (Exception e) when (options.Follow && cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                // The person has seen enough.
            }

            return code;
        },
        cancellation);

    private static void Write(Shell shell, OutputFormat format, IReadOnlyList<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (format == OutputFormat.Table)
            {
                shell.Out.WriteLine(AuditText.Line(entry, shell.Colour));
            }
            else
            {
                Answer.WriteNext(shell, format, Answer.Of(entry));
            }
        }

        shell.Out.Flush();
    }
}
