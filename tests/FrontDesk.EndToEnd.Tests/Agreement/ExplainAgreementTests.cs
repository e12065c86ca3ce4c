using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using FrontDesk.Admin.V1;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.EndToEnd.Tests.Agreement;

/// <summary>What `explain` says is what an edge does: the same route, service, answer and rewritten request.</summary>
public class ExplainAgreementTests
{
    private const int Seed = 20261123;
    private const int Requests = 10_000;
    private const int Workers = 8;

    /// <summary>What must come of ten requests at least, each.</summary>
    private static readonly string[] Wanted = ["service", "refused", "307", "308", "400", "404", "421", "410"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explain_and_a_real_edge_agree_on_10000_generated_requests()
    {
        await using var witness = await Witness.StartAsync("one", "two", "three");
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        var redirectPort = FreePort.Next();
        await desk.ApplyAsync(new GeneratedDesk(Seed, desk.HttpPort, redirectPort, desk.HttpsPort, witness.Urls).Document, Stop);

        var requests = GeneratedRequest.Many(Seed, Requests, desk.HttpPort, redirectPort, desk.HttpsPort).ToList();
        var explainer = new Admin.V1.Configuration.ConfigurationClient(desk.Channel.Calls);
        var cases = new ConcurrentBag<Case>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            await using var client = new CaseClient(edge.Address);
            foreach (var request in requests.Where(request => request.Number % Workers == worker))
            {
                var told = await explainer.ExplainAsync(request.Explain(), cancellationToken: Stop);
                cases.Add(new Case(request, told, await client.SendAsync(request, Stop)));
            }
        })));

        var log = await ReadLogAsync(edge, cases.Where(static one => one.IsLogged).Select(one => one.LogKey(witness)).ToHashSet());
        var differences = cases.OrderBy(static one => one.Request.Number).Select(one => one.Difference(witness, log)).OfType<string>().ToList();

        Assert.True(differences.Count == 0, $"{differences.Count} of {Requests} differ. The first:\n\n{string.Join("\n\n", differences.Take(20))}");
        // The generator reaches all that it is meant to reach, often enough to mean something.
        var outcomes = cases.GroupBy(static one => one.Outcome).ToDictionary(static group => group.Key, static group => group.Count());
        var told = string.Join(", ", outcomes.Select(static outcome => $"{outcome.Key}: {outcome.Value}"));
        Assert.True(Wanted.All(wanted => outcomes.GetValueOrDefault(wanted) >= 10), told);
    }

    /// <summary>The edge's log lines by request id and by trace id, as soon as all that are awaited are there.</summary>
    private static async Task<IReadOnlyDictionary<string, JsonElement>> ReadLogAsync(TestEdge edge, HashSet<string> awaited)
    {
        var lines = new Dictionary<string, JsonElement>();
        var read = 0;
        await Eventually.TrueAsync("a log line for each request", () =>
        {
            var all = edge.Program.Output.All;
            for (; read < all.Count; read++)
            {
                if (all[read].StartsWith("{\"time\"", StringComparison.Ordinal))
                {
                    using var line = JsonDocument.Parse(all[read]);
                    foreach (var id in new[] { "request", "trace" }.Where(id => line.RootElement.TryGetProperty(id, out _)))
                    {
                        lines[line.RootElement.GetProperty(id).GetString()!] = line.RootElement.Clone();
                    }
                }
            }

            return Task.FromResult(awaited.All(lines.ContainsKey));
        }, Stop);
        return lines;
    }

    /// <summary>One request: what was told of it and what came of it.</summary>
    private sealed record Case(GeneratedRequest Request, ExplainResponse Told, RawAnswer? Answer)
    {
        /// <summary>Headers that the edge itself writes and `explain` cannot know, or need not tell.</summary>
        private static readonly HashSet<string> Own = ["via", "traceparent", "x-request-id", "content-length"];

        /// <summary>What is to come of it, for counting.</summary>
        public string Outcome => IsRefused ? "refused" : Told.Status == 0 ? "service" : Told.Status.ToString(CultureInfo.InvariantCulture);

        /// <summary>Whether the edge writes a line: not for what ends in the TLS handshake, and not for what its HTTP parser refuses.</summary>
        public bool IsLogged => Answer is not null && (Answer.Status != 400 || Answer.Header("x-request-id") is not null);

        private bool IsRefused => Request.Scheme == "https" && Told.Certificate.Length == 0;

        /// <summary>The id by which it is in the log: the request id where somebody was told it; what was refused as malformed has no trace id.</summary>
        public string LogKey(Witness witness) => witness.Of(Request.Number)?.Headers.GetValueOrDefault("x-request-id") ?? Answer?.Header("x-request-id") ?? Request.TraceId;

        /// <summary>Where the edge did something else than was told; null where it did not.</summary>
        public string? Difference(Witness witness, IReadOnlyDictionary<string, JsonElement> log)
        {
            var problems = Problems(witness, log).ToList();
            return problems.Count == 0 ? null : $"#{Request.Number} {Request}\n  {string.Join("\n  ", problems)}\n  explain: {string.Join(" ", Told.Reasons)}";
        }

        private IEnumerable<string> Problems(Witness witness, IReadOnlyDictionary<string, JsonElement> log)
        {
            if (Answer is null || IsRefused)
            {
                return (Answer is null) == IsRefused ? [] : [$"handshake: explain says {(IsRefused ? "refused" : "done")}, the edge says otherwise"];
            }

            return Told.Status == 0 ? [.. OfService(witness.Of(Request.Number)), .. OfLog(witness, log)] : [.. OfOwnAnswer(witness.Of(Request.Number)), .. OfLog(witness, log)];
        }

        private IEnumerable<string> OfOwnAnswer(Seen? seen)
        {
            if (seen is not null)
            {
                yield return $"explain: {Told.Status} by the edge; edge: asked the service {seen.Service}";
            }

            if (Answer!.Status != Told.Status)
            {
                yield return $"status: explain {Told.Status}, edge {Answer.Status}";
            }

            if ((Answer.Header("location") ?? "") != Told.Location)
            {
                yield return $"location: explain {Told.Location}, edge {Answer.Header("location")}";
            }
        }

        private IEnumerable<string> OfService(Seen? seen)
        {
            if (seen is null)
            {
                return [$"explain: the service {Told.Service} answers; edge: {Answer!.Status} by itself"];
            }

            // A split sends it to any of its services; a rewritten request is shown for the likeliest.
            if (seen.Service != Told.Service)
            {
                return Told.Candidates.Any(candidate => candidate.Service == seen.Service) ? [] : [$"service: explain {Told.Service}, edge {seen.Service}"];
            }

            var told = Told.Request.Headers.GroupBy(static header => header.Name.ToLowerInvariant())
                .ToDictionary(static group => group.Key, static group => Joined(group.Key, group.Select(static header => header.Value)));
            return
            [
                .. (Told.Request.Method, Told.Request.Target) == (seen.Method, seen.Target) ? Array.Empty<string>() : [$"request: explain {Told.Request.Method} {Told.Request.Target}, service got {seen.Method} {seen.Target}"],
                .. told.Keys.Union(seen.Headers.Keys).Except(Own).Where(name => told.GetValueOrDefault(name) != seen.Headers.GetValueOrDefault(name))
                    .Select(name => $"header {name}: explain {Show(told, name)}, service got {Show(seen.Headers, name)}"),
            ];
        }

        private IEnumerable<string> OfLog(Witness witness, IReadOnlyDictionary<string, JsonElement> log)
        {
            if (!IsLogged)
            {
                yield break;
            }

            var line = log[LogKey(witness)];
            if (Text(line, "route") != Told.Route)
            {
                yield return $"route: explain {Told.Route}, log {Text(line, "route")}";
            }

            if (Text(line, "listener") != Told.Listener)
            {
                yield return $"listener: explain {Told.Listener}, log {Text(line, "listener")}";
            }

            if (witness.Of(Request.Number) is { } seen && Text(line, "service") != seen.Service)
            {
                yield return $"service: log {Text(line, "service")}, it was {seen.Service}";
            }

            if (Told.Path.Length > 0 && (Text(line, "host"), Text(line, "path")) != (Told.Host, Told.Path))
            {
                yield return $"host and path: explain {Told.Host} {Told.Path}, log {Text(line, "host")} {Text(line, "path")}";
            }
        }

        /// <summary>The values of a header as the service gets them: joined, since a list may be sent in one line or in several.</summary>
        private static string Joined(string name, IEnumerable<string> values) => string.Join(name == "cookie" ? "; " : ", ", values).Trim();

        private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString()! : "";

        private static string Show(IReadOnlyDictionary<string, string> headers, string name) => headers.TryGetValue(name, out var value) ? $"`{value}`" : "none";
    }
}
