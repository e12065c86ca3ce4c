using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Testing.Desks;

/// <summary>Changes a desk by the operators' API, where a process per change would be too slow.</summary>
public static class DirectChanges
{
    private const int Batch = 2_000;

    /// <summary>Puts resources in one revision.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="cancellationToken">Ends the call; its outcome is unknown then.</param>
    /// <param name="resources">The resources.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="RpcException">The control plane said no, or is away.</exception>
    public static Task<ChangeResult> PutAsync(this TestDesk desk, CancellationToken cancellationToken, params IEnumerable<Resource> resources) =>
        desk.PutAsync(new ChangeHeader(), resources, cancellationToken);

    /// <summary>Puts resources in one revision, under this header.</summary>
    public static async Task<ChangeResult> PutAsync(this TestDesk desk, ChangeHeader header, IEnumerable<Resource> resources, CancellationToken cancellationToken)
    {
        header.NoDefaults = true;
        using var call = new Configuration.ConfigurationClient(desk.Channel.Calls).Apply(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new ApplyRequest { Header = header }, cancellationToken);
        foreach (var batch in resources.Chunk(Batch))
        {
            await call.RequestStream.WriteAsync(new ApplyRequest { Batch = new ChangeBatch { Put = { batch } } }, cancellationToken);
        }

        await call.RequestStream.CompleteAsync();
        ChangeResult? result = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            result = answer.Result ?? result;
        }

        return result ?? throw new InvalidOperationException("The control plane ended its answer without a result.");
    }

    /// <summary>Waits until each edge that was connected at the commit has answered.</summary>
    /// <exception cref="InvalidOperationException">An edge refused it, or has not answered within three minutes.</exception>
    public static async Task WaitForEdgesAsync(this TestDesk desk, ChangeResult change, CancellationToken cancellationToken)
    {
        var request = new WaitForEdgesRequest { Revision = change.Revision, Timeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(3)), Edges = { change.Connected } };
        using var call = new Admin.V1.Fleet.FleetClient(desk.Channel.Calls).WaitForEdges(request, cancellationToken: cancellationToken);
        var waiting = change.Connected.ToHashSet();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (answer.Answer is not (EdgeAnswer.Applied or EdgeAnswer.Degraded) || !waiting.Remove(answer.Edge))
            {
                throw new InvalidOperationException($"{answer.Edge} answered revision {change.Revision} with {answer.Answer}: {answer.Error}");
            }
        }

        if (waiting.Count > 0)
        {
            throw new InvalidOperationException($"{string.Join(", ", waiting)} did not answer revision {change.Revision}.");
        }
    }
}
