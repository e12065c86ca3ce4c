using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Cli.Changes;

/// <summary>Waits for the edges that were connected at the commit.</summary>
internal static class Receipt
{
    /// <summary>The edges' answers; each is also told as it comes. An edge of which nothing was heard has the answer NONE.</summary>
    public static async Task<IReadOnlyList<WaitForEdgesResponse>> CollectAsync(
        Shell shell, ControlPlane control, ChangeResult result, TimeSpan timeout, Action<WaitForEdgesResponse> tell, CancellationToken cancellation)
    {
        var answers = new List<WaitForEdgesResponse>();
        void Take(WaitForEdgesResponse answer)
        {
            answers.Add(answer);
            tell(answer);
        }

        if (result.Connected.Count > 0)
        {
            var request = new WaitForEdgesRequest { Revision = result.Revision, Timeout = Duration.FromTimeSpan(timeout), Edges = { result.Connected } };
            using var call = control.Fleet.WaitForEdges(request, deadline: Transport.Deadline(timeout), cancellationToken: cancellation);
            try
            {
                await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    Take(answer);
                }
            }
            catch (RpcException e) when (!cancellation.IsCancellationRequested)
            {
                // The change is committed: that its edges cannot be asked must not look as if it were not.
                shell.Error.WriteLine(Printable.Line($"revision {result.Revision} is committed, but its edges cannot be asked: {e.Status.Detail}"));
            }
        }

        foreach (var silent in result.Connected.Except(answers.Select(answer => answer.Edge)).ToList())
        {
            Take(new WaitForEdgesResponse { Edge = silent, Answer = EdgeAnswer.None });
        }

        return answers;
    }

    /// <summary>8 where an edge refused; else 5 where one has not acknowledged; else 0.</summary>
    public static int ExitCodeOf(IReadOnlyList<WaitForEdgesResponse> answers)
    {
        if (answers.Any(answer => answer.Answer == EdgeAnswer.Refused))
        {
            return ExitCode.Refused;
        }

        return answers.All(answer => answer.Answer is EdgeAnswer.Applied or EdgeAnswer.Degraded) ? ExitCode.Done : ExitCode.NotAcknowledged;
    }
}
