using CsCheck;
using FrontDesk.Admin.V1;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Tests.Targets;

/// <summary>Host and path have one normal form each, wherever they are read.</summary>
public class NormalFormTests
{
    private static readonly Gen<string> Path = Gen.OneOf(
        "/", "/", "/", "//", ".", "..", "%2e", "%2E%2e", "a", "b", "%61", "%7e", "%7E", ";", ";x", "%3b", "%3B", "%2f", "%5c", "%5C", "\\", "%00", "%0a", "%7f",
        "%C3%A9", "%c3%a9", "%c3", "%c0%ae", "%E2%82%AC", "%f0%9f%98%80", "%ed%a0%80", "%", "%4", "%zz", "%25", "%252e", "%40", "@", ":", "|", "[", "\"", "%20", "%7C", "~", "*")
        .Array[0, 9].Select(static parts => "/" + string.Concat(parts));

    private static readonly Gen<string> Host = Gen.OneOf("a", "A", "b1", ".", ".", "-", "_", "xn--caf-dma", ":", ":80", ":99999", "[", "]", "::1", "[::1]", "[::FFFF:1.2.3.4]", "%", "@", " ", "*", "\u00e9", "127.0.0.1")
        .Array[0, 6].Select(string.Concat);

    [Fact]
    public void A_path_has_the_normal_form_of_the_reference_or_is_refused_by_both() =>
        Path.Sample(static raw => Assert.Equal(ReferencePath.Normalise(raw), RequestPath.TryNormalise(raw, out var path, out _) ? path : null), iter: 20_000);

    [Fact]
    public void The_normal_form_of_a_path_is_its_own_normal_form_and_holds_nothing_to_resolve() =>
        Path.Sample(
            static raw =>
            {
                if (RequestPath.TryNormalise(raw, out var path, out _))
                {
                    Assert.True(RequestPath.TryNormalise(path, out var again, out _));
                    Assert.Equal(path, again);
                    Assert.StartsWith("/", path, StringComparison.Ordinal);
                    Assert.DoesNotContain(path.Split('/')[1..^1], static segment => segment is "" or "." or "..");
                    Assert.DoesNotContain(path.Split('/'), static segment => Uri.UnescapeDataString(segment).AsSpan().IndexOfAny("/\\\0") >= 0);
                }
            },
            iter: 20_000);

    [Fact]
    public void The_normal_form_of_a_host_is_its_own_normal_form_whatever_its_case_and_port() =>
        Host.Sample(
            static raw =>
            {
                if (HostName.TryNormalise(raw, out var host))
                {
                    foreach (var spelling in new[] { host, host + ":443", host.ToUpperInvariant(), host.StartsWith('[') ? host : host + "." })
                    {
                        Assert.True(HostName.TryNormalise(spelling, out var again), spelling);
                        Assert.Equal(host, again);
                    }

                    Assert.Equal(host.ToLowerInvariant(), host);
                    Assert.DoesNotContain("..", host, StringComparison.Ordinal);
                    Assert.False(host.StartsWith('.') || host.EndsWith('.'), host);
                }
            },
            iter: 20_000);

    [Fact]
    public void Explain_uses_the_same_normal_forms_and_refuses_the_same() =>
        Gen.Select(Host, Path).Sample(
            static (rawHost, rawPath) =>
            {
                // What no URL can carry, or what ends its host, is left to the tests of URLs.
                if (rawHost.Length == 0 || rawHost.AsSpan().IndexOfAny("@: \u00e9") >= 0)
                {
                    return;
                }

                var isHost = HostName.TryNormalise(rawHost, out var host);
                var path = "";
                var isPath = isHost && RequestPath.TryNormalise(rawPath, out path!, out _);

                var answer = Explainer.Explain(SnapshotModel.Empty, new ExplainRequest { Url = $"http://{rawHost}{rawPath}" });

                Assert.Equal((isHost && isPath ? 404u : 400u, host ?? "", isPath ? path : ""), (answer.Status, answer.Host, answer.Path));
            },
            iter: 20_000);
}
