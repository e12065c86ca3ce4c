using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.Routing.Features;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>Knows which edges are too old for a change: by what they last said that they understand, connected or not.</summary>
internal sealed class OldEdges(Nodes nodes)
{
    private const int MaxNamed = 5;
    private const string Hint = "Upgrade them first, or say --allow-behind: they stay at the revision that they run.";

    /// <summary>What of some operations the edges that would receive it do not understand, as errors or (where they may stay behind) warnings, and those edges.</summary>
    public async Task<(IReadOnlyList<Problem> Problems, IReadOnlySet<string> Edges)> FindAsync(
        IEnumerable<Operation> operations, bool allowed, CancellationToken cancellationToken)
    {
        // Mostly there are none, and then nothing is read twice.
        var old = (await nodes.ListAsync(cancellationToken))
            .Where(node => !node.Revoked)
            .GroupBy(node => string.Join('\n', node.Features))
            .Select(same => (Features: FeatureSet.Parse(same.First().Features), Nodes: same.ToArray()))
            .Where(same => !same.Features.IsComplete)
            .ToArray();
        var (problems, edges) = (new List<Problem>(), new HashSet<string>(StringComparer.Ordinal));
        if (old.Length == 0)
        {
            return (problems, edges);
        }

        foreach (var put in operations.Select(operation => operation.Put).OfType<StoredResource>())
        {
            var resource = Resource.Parser.ParseFrom(put.Resource);
            foreach (var same in old)
            {
                var receivers = same.Nodes.Where(node => Scopes.Receives(node.Group, resource)).Select(node => node.Name).ToArray();
                if (receivers.Length > 0 && same.Features.Lacks(resource) is { } lacking)
                {
                    edges.UnionWith(receivers);
                    problems.Add(ProblemOf(put, lacking, receivers, same.Nodes[0].Version, allowed));
                }
            }
        }

        return (problems, edges);
    }

    private static Problem ProblemOf(StoredResource put, string lacking, string[] edges, string version, bool allowed)
    {
        var named = string.Join(", ", edges.Take(MaxNamed)) + (edges.Length > MaxNamed ? $" and {edges.Length - MaxNamed} more" : "");
        var (who, know) = edges.Length == 1 ? ("The edge", "does not know") : ("The edges", "do not know");
        return new Problem
        {
            Severity = allowed ? Severity.Warning : Severity.Error,
            Kind = put.Kind,
            Name = put.Name,
            Message = $"{who} {named} (version {version}) {know} `{lacking}`{(allowed ? ", and will stay behind" : "")}.",
            Hint = allowed ? "" : Hint,
        };
    }
}
