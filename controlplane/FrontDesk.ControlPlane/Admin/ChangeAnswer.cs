using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Writes the answer to a change in batches that meet no message limit.</summary>
internal sealed class ChangeAnswer(IServerStreamWriter<ChangeResponse> responses, CancellationToken cancellationToken)
{
    /// <summary>Writes problems.</summary>
    public async Task WriteAsync(IReadOnlyList<Problem> problems)
    {
        foreach (var batch in Batches.Of(problems))
        {
            await responses.WriteAsync(new ChangeResponse { Problems = new ProblemBatch { Problems = { batch } } }, cancellationToken);
        }
    }

    /// <summary>Writes differences.</summary>
    public async Task WriteAsync(IReadOnlyList<Difference> differences)
    {
        foreach (var batch in Batches.Of(differences))
        {
            await responses.WriteAsync(new ChangeResponse { Differences = new DifferenceBatch { Differences = { batch } } }, cancellationToken);
        }
    }

    /// <summary>Writes the end.</summary>
    public Task WriteAsync(ChangeResult result) => responses.WriteAsync(new ChangeResponse { Result = result }, cancellationToken);
}
