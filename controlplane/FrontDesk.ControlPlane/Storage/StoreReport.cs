using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>Tells operators how the store is; also while it cannot be reached.</summary>
internal sealed class StoreReport(ControlPlaneStore store)
{
    private const int ChainBytes = 8;

    /// <summary>The report.</summary>
    public async Task<GetStoreResponse> MakeAsync(CancellationToken cancellationToken)
    {
        var response = new GetStoreResponse
        {
            Kind = store.EmbeddedDirectory is null ? "redis" : "embedded",
            Address = store.EmbeddedDirectory ?? store.Connection.Address,
            Seen = Place(store.Desk.Seen),
            Oldest = store.Desk.Oldest,
        };
        try
        {
            await store.PingAsync(cancellationToken);
            if (await store.Connection.ReadAsync(StoreNames.Head) is { } head)
            {
                response.Store = Place(RevisionLog.ParseHead(head).Head);
            }

            await DescribeAsync(response);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreRefusedException)
        {
            response.Unreachable = failure.Message;
        }

        response.Alarms.Add(store.Desk.Alarms.Select(AlarmMessages.Of));
        return response;
    }

    private async Task DescribeAsync(GetStoreResponse response)
    {
        if (store.EmbeddedDirectory is { } directory)
        {
            response.Bytes = (ulong)new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            response.AppendOnly = "yes";
            return;
        }

        var settings = await RedisSettings.ReadAsync(store.Connection);
        response.EvictionPolicy = settings.EvictionPolicy ?? "";
        response.AppendOnly = settings.AppendOnly switch { true => "yes", false => "no", null => "unknown" };
        response.Bytes = (ulong)(settings.UsedBytes ?? 0);
    }

    private static StorePlace Place(DeskHead head) => new()
    {
        Epoch = head.Epoch,
        Revision = head.Revision,
        Chain = Convert.ToHexStringLower(head.Chain.AsSpan(0, Math.Min(ChainBytes, head.Chain.Length))),
    };
}
