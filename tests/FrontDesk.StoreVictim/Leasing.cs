using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.StoreVictim;

/// <summary>Takes a lease and writes under it until it is lost.</summary>
internal static class Leasing
{
    /// <summary>Shorter than a control plane's, so that nobody has to wait.</summary>
    private static readonly LeaseOptions Times = new() { Duration = TimeSpan.FromSeconds(2), Interval = TimeSpan.FromMilliseconds(200) };

    public static async Task RunAsync(string url, string password)
    {
        await using var connection = await StoreConnection.ConnectAsync(StoreAddress.Parse(url, password), step: null, CancellationToken.None);
        var records = new RecordStore(connection, new FolderWatch(connection));
        await new Lease(connection, "work", "victim", Times, TimeProvider.System, NullLogger.Instance).RunAsync(
            async cancellation =>
            {
                try
                {
                    // Without a look at the token: what protects is the condition, not the holder's good will.
                    for (var i = 0; ; i++)
                    {
                        await records.CreateAsync($"victim/{i}", new byte[] { 1 }, CancellationToken.None);
                        Console.Out.WriteLine($"wrote {i}");
                    }
                }
                catch (LeaseLostException)
                {
                    Console.Out.WriteLine("lost");
                    await new TaskCompletionSource().Task;
                }
            },
            CancellationToken.None);
    }
}
