namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>
/// The rules of commit and publish without their code: two control planes with a journal each, one store, one edge. A history is a text, a letter a
/// revision; an X begins an epoch. Each step is one that cannot be divided in the code either: a transaction, a write to a disk, an answer.
/// </summary>
/// <param name="Store">The history in the store.</param>
/// <param name="First">One control plane.</param>
/// <param name="Second">The other.</param>
/// <param name="Edge">The history that the edge runs.</param>
/// <param name="Acknowledged">Revisions whose commit was answered.</param>
/// <param name="Crashes">How many more times a control plane may end.</param>
/// <param name="Failovers">How many more times the store may lose its newest revisions.</param>
internal sealed record CommitModel(string Store, CommitModel.Plane First, CommitModel.Plane Second, string Edge, string Acknowledged, int Crashes, int Failovers)
{
    /// <summary>Nothing has happened yet.</summary>
    public static CommitModel Start { get; } = new("", new Plane("", "", "ab", '\0', false, false), new Plane("", "", "cd", '\0', false, false), "", "", 1, 1);

    /// <summary>All states that one step leads to, with the step's name.</summary>
    /// <param name="signed">Whether edges show what they were given, signed.</param>
    public IEnumerable<(string Step, CommitModel Next)> Steps(bool signed)
    {
        foreach (var first in new[] { true, false })
        {
            var plane = first ? First : Second;
            var name = first ? "first" : "second";
            if (plane.Pending != '\0')
            {
                yield return plane.Written
                    ? ($"{name} answers {plane.Pending}", With(first, plane with { Memory = plane.Journal, Pending = '\0', Written = false }) with { Acknowledged = Acknowledged + plane.Pending })
                    : ($"{name} writes its journal", With(first, plane with { Journal = plane.Memory + plane.Pending, Written = true }));
            }
            else
            {
                yield return ($"{name} looks", With(first, Look(plane)));
                if (!plane.Halted && plane.Commits.Length > 0 && Store == plane.Memory)
                {
                    yield return ($"{name} commits {plane.Commits[0]}", With(first, plane with { Pending = plane.Commits[0], Commits = plane.Commits[1..] }) with { Store = Store + plane.Commits[0] });
                }

                if (!plane.Halted && plane.Memory.Length > 0)
                {
                    yield return ($"{name} publishes", Publish(first, plane, signed));
                }

                if (plane.Halted && Epoch(Store) == 0)
                {
                    var accepted = Store + 'X';
                    yield return ($"{name} accepts", With(first, plane with { Memory = accepted, Journal = accepted, Halted = false }) with { Store = accepted });
                }
            }

            if (Crashes > 0)
            {
                var again = plane with { Memory = plane.Journal, Pending = '\0', Written = false, Halted = false };
                yield return ($"{name} ends and starts", With(first, Look(again)) with { Crashes = Crashes - 1 });
            }
        }

        for (var kept = 0; Failovers > 0 && kept < Store.Length; kept++)
        {
            yield return ($"the store keeps {kept}", this with { Store = Store[..kept], Failovers = Failovers - 1 });
        }
    }

    /// <summary>What is wrong with a step from a state; null where nothing is.</summary>
    public string? Objection(CommitModel before)
    {
        if (!Continues(before.Edge, Edge))
        {
            return $"the edge was taken from {before.Edge} to {Edge} in silence";
        }

        if (Failovers == Start.Failovers && Acknowledged.Any(revision => !Store.Contains(revision)))
        {
            return $"an acknowledged revision is not in the store: {Acknowledged}, {Store}";
        }

        // Who looks, knows.
        return new[] { First, Second }.Any(plane => Epoch(Store) == 0 && !Store.StartsWith(plane.Journal, StringComparison.Ordinal) && !Look(plane).Halted)
            ? "a control plane believes a store that lacks what it has seen"
            : null;
    }

    // In one epoch nothing is taken back; a later one is an operator's word.
    private static bool Continues(string seen, string now) => Epoch(now) > Epoch(seen) || now.StartsWith(seen, StringComparison.Ordinal);

    private static int Epoch(string history) => history.Count(revision => revision == 'X');

    private Plane Look(Plane plane) => Continues(plane.Journal, Store) ? plane with { Memory = Store, Journal = Store, Halted = false } : plane with { Halted = true };

    private CommitModel Publish(bool first, Plane plane, bool signed)
    {
        if (signed && !Continues(Edge, plane.Memory))
        {
            // The edge was given more, or something else: only the store can tell which.
            return With(first, Continues(Edge, Store) ? Look(plane) : plane with { Halted = true });
        }

        // The edge's own rule: never back within an epoch.
        var taken = Epoch(plane.Memory) > Epoch(Edge) || (Epoch(plane.Memory) == Epoch(Edge) && plane.Memory.Length > Edge.Length);
        return taken ? this with { Edge = plane.Memory } : this;
    }

    private CommitModel With(bool first, Plane plane) => first ? this with { First = plane } : this with { Second = plane };

    /// <summary>One control plane.</summary>
    /// <param name="Memory">The history that it has in memory.</param>
    /// <param name="Journal">The history that it has on its disk.</param>
    /// <param name="Commits">What it has still to commit.</param>
    /// <param name="Pending">What is in the store and not answered yet; 0: nothing.</param>
    /// <param name="Written">Whether that is in the journal.</param>
    /// <param name="Halted">Whether it publishes and commits nothing.</param>
    internal sealed record Plane(string Memory, string Journal, string Commits, char Pending, bool Written, bool Halted);
}
