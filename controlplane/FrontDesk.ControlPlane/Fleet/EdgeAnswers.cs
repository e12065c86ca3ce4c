using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Revisions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>Waits for edges to answer to a revision; each is told the moment it does.</summary>
internal sealed class EdgeAnswers(Desk desk, LiveEdges live, TimeProvider time)
{
    // An edge that moves to another control plane, or comes back to one that was started anew, is without a stream for a moment.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Streams each edge's answer; those that gave none in time are told at the end.</summary>
    public async Task StreamAsync(
        uint revision,
        IEnumerable<string> edges,
        TimeSpan timeout,
        IServerStreamWriter<WaitForEdgesResponse> responses,
        CancellationToken cancellationToken)
    {
        var committed = await CommittedAsync(revision, cancellationToken);
        var waiting = edges.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        using var bounded = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bounded.Token);
        while (waiting.Count > 0)
        {
            var next = live.Changed.Next;
            var answers = waiting.ConvertAll(name => AnswerOf(name, revision, Grace));
            foreach (var answer in answers.OfType<WaitForEdgesResponse>())
            {
                await WriteAsync(answer);
            }

            waiting = [.. waiting.Where((_, index) => answers[index] is null)];
            if (waiting.Count == 0 || !await HappensAsync(next, either.Token, cancellationToken))
            {
                break;
            }
        }

        foreach (var name in waiting)
        {
            await WriteAsync(AnswerOf(name, revision, TimeSpan.Zero) ?? new WaitForEdgesResponse { Edge = name, Answer = EdgeAnswer.None });
        }

        Task WriteAsync(WaitForEdgesResponse answer)
        {
            var answered = answer.Answer == EdgeAnswer.None ? null : live.Find(answer.Edge)?.Answered;
            answer.After = Later(answered ?? time.GetUtcNow(), committed).ToDuration();
            return responses.WriteAsync(answer, cancellationToken);
        }
    }

    /// <summary>When the revision was committed, by the clock of the control plane that did; now, where the history no longer tells.</summary>
    private async Task<DateTimeOffset> CommittedAsync(uint revision, CancellationToken cancellationToken)
    {
        var newest = await desk.HistoryAsync(revision + 1, 1, cancellationToken);
        return newest is [{ } info] && info.Revision == revision ? info.Time : time.GetUtcNow();
    }

    // Another control plane's clock may be ahead of ours, and an edge may have had the revision from a delta before the caller asked.
    private static TimeSpan Later(DateTimeOffset then, DateTimeOffset before) => then > before ? then - before : TimeSpan.Zero;

    // Whether there is time left to look again: when something happened, or when an absent edge may have been so for too long.
    private async Task<bool> HappensAsync(Task next, CancellationToken either, CancellationToken caller)
    {
        try
        {
            await next.WaitAsync(LookAgain, time, either);
            return true;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return false;
        }
    }

    private WaitForEdgesResponse? AnswerOf(string name, uint revision, TimeSpan grace)
    {
        var edge = live.Find(name);
        if (edge is not { Connected: true })
        {
            return edge is null || time.GetUtcNow() - edge.Since >= grace ? new WaitForEdgesResponse { Edge = name, Answer = EdgeAnswer.Lost } : null;
        }

        if (edge.Diverged || edge.Refused >= revision || (edge.Held && edge.Applied.Revision < revision))
        {
            return new WaitForEdgesResponse { Edge = name, Answer = EdgeAnswer.Refused, Error = edge.Error };
        }

        if (edge.Applied.Revision < revision || edge.Applied.Epoch != desk.Current.Head.Epoch)
        {
            return null;
        }

        var answer = new WaitForEdgesResponse { Edge = name, Answer = edge.Degraded.Count > 0 ? EdgeAnswer.Degraded : EdgeAnswer.Applied };
        answer.Degraded.Add(edge.Degraded);
        return answer;
    }
}
