namespace FrontDesk.Configuration.Tests.Validation;

/// <summary>Every number, text and list has a bound; the last value within is good, the next one is told.</summary>
public sealed class BoundsTests
{
    [Theory]
    [InlineData("services: { a: { endpoints: [{ url: http://a:1, weight: § }, http://b:1] } }", "0", "1000", null, "1001")]
    [InlineData("services: { a: http://a:1, b: http://b:1 }\nroutes: { a: { hosts: [a.example], to: [{ service: a, weight: § }, { service: b }] } }", "0", "1000", null, "1001")]
    [InlineData("services: { a: { endpoints: [http://a:1], timeouts: { connect: § } } }", "1ms", "1h", "0.9ms", "1h1ms")]
    [InlineData("services: { a: { endpoints: [http://a:1], timeouts: { firstByte: § } } }", "1ms", "24h", "0s", "24h1ms")]
    [InlineData("services: { a: { endpoints: [http://a:1], timeouts: { idle: § } } }", "1ms", "1d", "0s", "86401s")]
    [InlineData("services: { a: { endpoints: [http://a:1], timeouts: { tunnel: § } } }", "1ms", "7d", "0s", "7d1ms")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { panicBelow: § } } }", "0", "100", null, "101")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { passive: { failures: § } } } }", "1", "1000", null, "1001")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { passive: { for: § } } } }", "1s", "1h", "999ms", "3601s")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { passive: { maxEjected: § } } } }", "1", "100", null, "101")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { interval: § } } } }", "1s", "1h", "999ms", "3601s")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { timeout: § } } } }", "10ms", "1m", "9ms", "61s")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { jitter: § } } } }", "0", "50", null, "51")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { healthyAfter: § } } } }", "1", "100", null, "101")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { unhealthyAfter: § } } } }", "1", "100", null, "101")]
    [InlineData("services: { a: { endpoints: [http://a:1], health: { active: { expect: [\"§\"] } } } }", "100", "599", "99", "600")]
    [InlineData("services: { a: { endpoints: [http://a:1], retries: { attempts: § } } }", "1", "10", null, "11")]
    [InlineData("services: { a: { endpoints: [http://a:1], retries: { when: [\"§\"] } } }", "400", "599", "399", "600")]
    [InlineData("services: { a: { endpoints: [http://a:1], retries: { budget: § } } }", "1", "100", null, "101")]
    [InlineData("services: { a: { endpoints: [http://a:1], retries: { maxBody: § } } }", "0", "1MiB", null, "1048577")]
    [InlineData("services: { a: { endpoints: [http://a:1], maintenance: { retryAfter: § } } }", "1s", "1d", "999ms", "86401s")]
    [InlineData("services: { a: { endpoints: [http://a:1], connections: { max: § } } }", "1", "1000000", "0", "1000001")]
    [InlineData("services: { a: { endpoints: [http://a:1], connections: { max: 1, maxPending: § } } }", "0", "100000", null, "100001")]
    [InlineData("services: { a: { endpoints: [http://a:1], connections: { max: 1, pendingTimeout: § } } }", "1ms", "1m", "0s", "61s")]
    [InlineData("services: { a: \"http://a:§\" }", "1", "65535", "0", "65536")]
    [InlineData("listeners: { a: { bind: \":§\", protocol: http } }", "1", "65535", "0", "65536")]
    [InlineData("listeners: { a: { bind: \":1\", protocol: http, redirectToHttps: { port: § } } }", "1", "65535", null, "65536")]
    [InlineData("listeners: { a: { bind: \":1\", protocol: http, redirectToHttps: { status: § } } }", "301", "308", "300", "309")]
    [InlineData("routes: { a: { hosts: [a.example], respond: { status: § } } }", "200", "599", "199", "600")]
    [InlineData("routes: { a: { hosts: [a.example], redirect: { to: /x, status: § } } }", "301", "308", "300", "309")]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, priority: § } }", "-1000", "1000", "-1001", "1001")]
    [InlineData("services: { a: http://a:1 }\nroutes: { a: { hosts: [a.example], to: a, request: { maxBody: § } } }", "1", "1152921504606846976", "-1", "1152921504606846977")]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, cors: { origins: [\"https://a.example:§\"] } } }", "1", "65535", "0", "65536")]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, cors: { origins: [\"*\"], maxAge: § } } }", "0s", "24h", null, "86401s")]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, compression: { minSize: § } } }", "0", "1GiB", null, "1073741825")]
    [InlineData("limits: { a: { rate: §/s } }", "1", "1000000", "0", "1000001")]
    [InlineData("limits: { a: { rate: §/d, algorithm: sliding-window } }", "1", "100000", "0", "100001")]
    [InlineData("limits: { a: { rate: 1/s, burst: § } }", "1", "1000000", null, "1000001")]
    [InlineData("limits: { a: { rate: 1/d, burst: § } }", "1", "365", null, "366")]
    [InlineData("limits: { a: { concurrency: § } }", "1", "1000000", "0", "1000001")]
    [InlineData("limits: { a: { rate: 1/s, ipv6Prefix: § } }", "1", "128", null, "129")]
    [InlineData("listeners: { a: { bind: \":1\", protocol: http, proxyProtocol: { from: [10.0.0.0/§] } } }", "7", "32", "-1", "33")]
    [InlineData("settings: { trustedProxies: [10.0.0.0/§] }", "7", "32", "-1", "33")]
    [InlineData("settings: { trustedProxies: [\"::/§\"] }", "0", "128", "01", "129")]
    public void Numbers_have_bounds(string yaml, string least, string most, string? below, string above)
    {
        Assert.Empty(Said(yaml, least));
        Assert.Empty(Said(yaml, most));
        Assert.NotEmpty(Said(yaml, above));
        Assert.True(below is null || Said(yaml, below).Length > 0);
    }

    [Theory]
    [InlineData(303)]
    [InlineData(304)]
    [InlineData(305)]
    [InlineData(306)]
    public void A_redirect_to_https_has_a_status_that_redirects_every_method(int status) =>
        Assert.NotEmpty(Said("listeners: { a: { bind: \":1\", protocol: http, redirectToHttps: { status: § } } }", $"{status}"));

    [Theory]
    [InlineData("services: { a: [§] }", "http://a:#", 1_000)]
    [InlineData("routes: { a: { hosts: [§], respond: {} } }", "h#.example", 100)]
    [InlineData("certificates: { a: { names: [§], internal: {} } }", "h#.example", 100)]
    [InlineData("routes: { a: { hosts: [a.example], paths: [§], respond: {} } }", "/p#", 100)]
    [InlineData("routes: { a: { hosts: [a.example], methods: [§], respond: {} } }", "M#", 20)]
    [InlineData("routes: { a: { hosts: [a.example], headers: { § }, respond: {} } }", "x-#: a", 20)]
    [InlineData("routes: { a: { hosts: [a.example], query: { § }, respond: {} } }", "q#: a", 20)]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, response: { headers: { set: { § } } } } }", "x-#: a", 50)]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, response: { headers: { add: { § } } } } }", "x-#: a", 50)]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, response: { headers: { remove: [§] } } } }", "x-#", 50)]
    [InlineData("settings: { trustedProxies: [§] }", "10.#.0.0/24", 256)]
    [InlineData("access: { a: { rules: [{ if: { ip: [§] }, then: allow }] } }", "10.#.0.0/24", 256)]
    [InlineData("access: { a: { rules: [{ if: { methods: [§] }, then: allow }] } }", "M#", 20)]
    [InlineData("access: { a: { rules: [{ if: { paths: [§] }, then: allow }] } }", "/p#", 100)]
    [InlineData("access: { a: { rules: [{ if: { headers: { § } }, then: allow }] } }", "x-#: a", 20)]
    [InlineData("access: { a: { rules: [{ if: { times: [§] }, then: allow }] } }", "{ to: \"12:00\" }", 20)]
    [InlineData("access: { a: { rules: [§] } }", "{ if: { paths: [/#] }, then: allow }", 1_000)]
    [InlineData("limits: { a: { rate: 1/s, key: [§] } }", "header:x-#", 4)]
    [InlineData("services: { a: { endpoints: [http://a:1], groups: [§] } }", "g#", 64)]
    [InlineData("services: { a: { endpoints: [http://a:1], labels: { § } } }", "l#: a", 64)]
    public void Lists_and_maps_have_bounds(string yaml, string item, int most)
    {
        var offset = item.Contains(":#", StringComparison.Ordinal) ? 1 : 0;
        Assert.Empty(Said(yaml, Items(item, most, offset)));
        Assert.NotEmpty(Said(yaml, Items(item, most + 1, offset)));
    }

    [Theory]
    [InlineData("services: { §: http://a:1 }", "a", 253)]
    [InlineData("routes: { a: { hosts: [a.example], paths: [/§], respond: {} } }", "a", 2_047)]
    [InlineData("routes: { a: { hosts: [a.example], paths: [\"~(?#§)\"], respond: {} } }", "a", 2_043)]
    [InlineData("routes: { a: { hosts: [a.example], headers: { x: § }, respond: {} } }", "a", 8_192)]
    [InlineData("routes: { a: { hosts: [a.example], query: { q: § }, respond: {} } }", "a", 8_192)]
    [InlineData("routes: { a: { hosts: [a.example], query: { §: a }, respond: {} } }", "a", 253)]
    [InlineData("routes: { a: { hosts: [a.example], respond: { body: § } } }", "a", 65_536)]
    [InlineData("routes: { a: { hosts: [a.example], redirect: { to: /§ } } }", "a", 2_047)]
    [InlineData("routes: { a: { hosts: [a.example], respond: {}, response: { headers: { set: { x: § } } } } }", "a", 8_192)]
    [InlineData("routes: { a: { hosts: [§.example], respond: {} } }", "a", 63)]
    [InlineData("limits: { a: { rate: 1/s, key: \"header:§\" } }", "a", 256)]
    [InlineData("services: { a: http://a:1/§ }", "a", 2_048 - 11)]
    [InlineData("services: { a: unix:/§ }", "a", 106)]
    [InlineData("services: { a: { endpoints: [http://a:1], groups: [§] } }", "a", 253)]
    [InlineData("services: { a: { endpoints: [http://a:1], labels: { k: § } } }", "a", 253)]
    [InlineData("services: { a: { endpoints: [http://a:1], labels: { §: v } } }", "a", 253)]
    public void Texts_have_bounds(string yaml, string letter, int most)
    {
        Assert.Empty(Said(yaml, string.Concat(Enumerable.Repeat(letter, most))));
        Assert.NotEmpty(Said(yaml, string.Concat(Enumerable.Repeat(letter, most + 1))));
    }

    private static string Items(string item, int count, int offset) => string.Join(", ", Enumerable.Range(offset, count).Select(number => item.Replace("#", $"{number}", StringComparison.Ordinal)));

    /// <summary>What reader, validator and compiler say with a value in the place of `§`.</summary>
    private static string[] Said(string yaml, string value) =>
        [.. Checked.Problems(new Configuration.Documents.SourceFile("desk.yaml", yaml.Replace("§", value, StringComparison.Ordinal))).Select(ProblemText.Format)];
}
