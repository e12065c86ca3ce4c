using System.Net;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Access;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Limits;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Limits;

/// <summary>Which keys are followed while somebody watches.</summary>
public sealed class LimitRecorderTests
{
    private static readonly Verdict Admitted = new(true, 3, 0, 0);
    private static readonly Verdict Refused = new(false, 0, 1, 1);

    [Fact]
    public void Those_with_refusals_come_first_then_those_that_use_the_most()
    {
        var recorder = new LimitRecorder();
        Note(recorder, 1, "a.test", Admitted, Admitted);
        Note(recorder, 2, "b.test", Admitted with { Remaining = 0 });
        Note(recorder, 3, "c.test", Admitted, Refused);

        var report = recorder.Report();

        Assert.Equal(["c.test", "b.test", "a.test"], report.Limits.Select(static use => use.Key));
        Assert.Equal([(1ul, 1ul, 1.0), (1ul, 0ul, 1.0), (2ul, 0ul, 0.25)], report.Limits.Select(static use => (use.Admitted, use.Refused, use.Used)));
        Assert.Equal(0ul, report.Unfollowed);
    }

    [Fact]
    public void A_heavy_key_stays_through_a_flood_of_different_ones_and_memory_is_bounded()
    {
        var recorder = new LimitRecorder();
        for (var i = 0ul; i < 100_000; i++)
        {
            Note(recorder, 7, "heavy.test", Admitted);
            Note(recorder, (i << 10) | 7, "light.test", Admitted);
            Note(recorder, i << 3, "light.test", Admitted);
        }

        var report = recorder.Report();

        Assert.Contains(report.Limits, static use => use is { Key: "heavy.test", Admitted: > 99_000 });
        Assert.InRange(report.Limits.Count, 1, LimitRecorder.Reported);
        Assert.True(report.Unfollowed > 100_000);
    }

    [Fact]
    public void Threads_that_count_one_key_at_once_lose_nothing()
    {
        var recorder = new LimitRecorder();
        Note(recorder, 1, "a.test", Admitted);

        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                Note(recorder, 1, "a.test", Admitted);
            }
        });

        Assert.Equal(40_001ul, Assert.Single(recorder.Report().Limits).Admitted);
    }

    [Fact]
    public void A_header_is_told_by_its_hash_only_and_an_address_by_its_network()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["x-api-key"] = "verysecret";
        var exchange = Asking("a.test");

        var key = LimitKeyText.Of(Limit(new(LimitKeySource.Header, "x-api-key"), new(LimitKeySource.Header, "x-other"), new(LimitKeySource.ClientIp, "")), context, exchange);

        Assert.Matches("^x-api-key#[0-9a-f]{12} x-other#none 2001:db8:1:2::$", key);
    }

    [Fact]
    public void A_user_and_an_API_key_are_told_by_their_names_which_are_no_secrets()
    {
        var known = Asking("a.test");
        known.Caller = new Caller("api-key", "ann\u001b[2J", "0123456789abcdef", []);
        var limit = Limit(new(LimitKeySource.User, ""), new(LimitKeySource.ApiKey, ""));

        Assert.Equal("ann%1B%5B2J 0123456789abcdef", LimitKeyText.Of(limit, new DefaultHttpContext(), known));
        Assert.Equal("- -", LimitKeyText.Of(limit, new DefaultHttpContext(), Asking("a.test")));
    }

    [Fact]
    public void A_limit_without_keys_counts_all_together() =>
        Assert.Equal("all", LimitKeyText.Of(Limit(), new DefaultHttpContext(), Asking("a.test")));

    private static void Note(LimitRecorder recorder, ulong key, string host, params ReadOnlySpan<Verdict> verdicts)
    {
        var limit = Limit(new LimitKeyPart(LimitKeySource.Host, ""));
        foreach (var verdict in verdicts)
        {
            recorder.Note(limit, key, new DefaultHttpContext(), Asking(host), verdict);
        }
    }

    internal static Exchange Asking(string host) => new()
    {
        Snapshot = new EdgeSnapshot(1, 1, SnapshotModel.Empty, ServiceTable.Empty, CertificateTable.Empty),
        Listener = new ListenerModel("http", IPAddress.Loopback, 80, Protocol.Http, 0, 0),
        Began = 0,
        Method = "GET",
        Protocol = "HTTP/1.1",
        Host = host,
        ClientAddress = Address.Of(IPAddress.Parse("2001:db8:1:2:3::4")),
    };

    private static LimitModel Limit(params LimitKeyPart[] key) => new()
    {
        Name = "l",
        Identity = 1,
        Method = LimitMethod.TokenBucket,
        Count = 4,
        Burst = 4,
        Key = key,
        IPv6Prefix = 64,
        Policy = "",
    };
}
