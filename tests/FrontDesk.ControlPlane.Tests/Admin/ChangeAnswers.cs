using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Admin;

/// <summary>All that was answered to a change.</summary>
internal sealed class ChangeAnswers
{
    public List<Problem> Problems { get; } = [];

    public List<Difference> Differences { get; } = [];

    public ChangeResult Result { get; private set; } = new();

    /// <summary>How the call failed; null where it did not.</summary>
    public RpcException? Failure { get; private set; }

    /// <summary>The reason that the trailer gives.</summary>
    public string? Reason => Failure?.Trailers.GetValue("frontdesk-reason");

    public static async Task<ChangeAnswers> ReadAsync(IAsyncStreamReader<ChangeResponse> responses)
    {
        var answers = new ChangeAnswers();
        try
        {
            await foreach (var part in responses.ReadAllAsync(TestContext.Current.CancellationToken))
            {
                answers.Problems.AddRange(part.Problems?.Problems ?? []);
                answers.Differences.AddRange(part.Differences?.Differences ?? []);
                answers.Result = part.Result ?? answers.Result;
            }
        }
        catch (RpcException failure)
        {
            answers.Failure = failure;
        }

        return answers;
    }
}
