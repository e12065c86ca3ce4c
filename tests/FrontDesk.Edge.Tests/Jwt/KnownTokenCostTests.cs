using System.Net;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Jwt;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Jwt;

/// <summary>What a token costs that comes again.</summary>
public sealed class KnownTokenCostTests
{
    private const int Requests = 1_000;

    // The list of headers to take away. To look at a token anew takes many times that.
    private const int Most = 200;

    [Fact]
    public async Task A_token_that_was_found_good_is_not_looked_at_again()
    {
        using var issuer = new TestIssuer().With("k", "ES256");
        using var sources = new KeySources(TimeProvider.System, NullLogger<KeySources>.Instance);
        var auth = new JwtAuth(sources, TimeProvider.System);
        var model = new JwtModel(TestIssuer.Name, [TestIssuer.Audience], new JwksModel("", issuer.Keys()), ["ES256"], TimeSpan.Zero, [], [], false);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer " + issuer.Token("k", "ES256");
        Assert.Null((await auth.CheckAsync(context, NewExchange(), model)).Refusal);

        var exchanges = Enumerable.Range(0, Requests).Select(_ => NewExchange()).ToArray();
        var isGood = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var exchange in exchanges)
        {
            // Done at once, so that awaiting it changes no thread.
            var check = auth.CheckAsync(context, exchange, model);
            isGood &= check.IsCompletedSuccessfully && (await check).Refusal is null;
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isGood);
        Assert.InRange(bytes, 0, Requests * Most);
    }

    private static Exchange NewExchange() => new()
    {
        Snapshot = new EdgeSnapshot(1, 1, SnapshotModel.Empty, ServiceTable.Empty, CertificateTable.Empty),
        Listener = new ListenerModel("http", IPAddress.Loopback, 80, Config.V1.Protocol.Http, 0, 0),
        Began = 0,
        Method = "GET",
        Protocol = "HTTP/1.1",
    };
}
