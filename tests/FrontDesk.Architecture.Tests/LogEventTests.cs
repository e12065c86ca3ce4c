using System.Globalization;
using System.Text.RegularExpressions;

namespace FrontDesk.Architecture.Tests;

/// <summary>Holds log events to ids that mean one thing and stay.</summary>
public sealed partial class LogEventTests
{
    private const string ControlPlane = "controlplane/FrontDesk.ControlPlane/";
    private const string Edge = "dataplane/FrontDesk.Edge/";

    /// <summary>A folder's block of a hundred ids, by its first.</summary>
    private static readonly Dictionary<string, int> Blocks = new()
    {
        [ControlPlane + "Store"] = 1000,
        [ControlPlane + "Records"] = 1000,
        [ControlPlane + "Keys"] = 1000,
        [ControlPlane + "Revisions"] = 1100,
        [ControlPlane + "Publishing"] = 1200,
        [ControlPlane + "Admin"] = 1300,
        [ControlPlane + "Fleet"] = 1400,
        [ControlPlane + "Identity"] = 1500,
        [ControlPlane + "Certificates"] = 1600,
        [ControlPlane + "Journal"] = 1700,
        [ControlPlane + "Storage"] = 1700,
        [ControlPlane + "Relay"] = 1800,
        [ControlPlane + "Leases"] = 1800,
        [ControlPlane + "Hosting"] = 1900,
        [ControlPlane + "Audit"] = 4200,
        [ControlPlane + "Credentials"] = 4000,
        [Edge + "Sync"] = 2000,
        [Edge + "Snapshots"] = 2100,
        [Edge + "Listeners"] = 2200,
        [Edge + "Tls"] = 2300,
        [Edge + "Forwarding"] = 2400,
        [Edge + "Logging"] = 2500,
        [Edge + "Pipeline"] = 2600,
        [Edge + "Identity"] = 2700,
        [Edge + "Status"] = 2800,
        [Edge + "Hosting"] = 2900,
        [Edge + "Health"] = 3000,
        [Edge + "Discovery"] = 3100,
        [Edge + "Retries"] = 3200,
        [Edge + "Access"] = 3300,
        [Edge + "Jwt"] = 3300,
    };

    [Fact]
    public void Every_event_has_an_id_in_the_block_of_its_folder()
    {
        var broken = Events()
            .Where(entry => !Blocks.TryGetValue(string.Join('/', entry.File.Split('/')[..3]), out var first) || entry.Id < first || entry.Id >= first + 100)
            .Select(entry => $"{entry.File}: {entry.Id}");
        Rule.Holds("Event ids outside the block of their folder:", [.. broken]);
    }

    [Fact]
    public void No_two_events_share_an_id()
    {
        var broken = Events().GroupBy(entry => entry.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(entry => entry.File))}");
        Rule.Holds("Event ids given twice:", [.. broken]);
    }

    [Fact]
    public void Every_event_writes_its_id_as_a_number() =>
        Rule.Holds(
            "LoggerMessage without a literal id:",
            [.. WorkingCopy.ProductSources.Where(file => Attribute().Count(WorkingCopy.Read(file)) != Id().Count(WorkingCopy.Read(file)))]);

    private static IEnumerable<(string File, int Id)> Events() =>
        WorkingCopy.ProductSources.SelectMany(file => Id().Matches(WorkingCopy.Read(file))
            .Select(match => (file, int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture))));

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+)")]
    private static partial Regex Id();
}
