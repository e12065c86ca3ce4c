using FrontDesk.Config.V1;
using FrontDesk.Configuration.Defaults;
using FrontDesk.Configuration.Differences;
using FrontDesk.Configuration.Validation;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Works out what a proposal does to a state. A pure function of both, of the secrets' newest versions, and of the time.</summary>
internal sealed class Drafting(PairIntake intake, TimeProvider time)
{
    /// <summary>Drafts a proposal.</summary>
    /// <param name="state">The state to change; it stays as it is.</param>
    /// <param name="proposal">What is wanted.</param>
    /// <param name="defaults">Whether what a desk needs and lacks is added.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Draft> DraftAsync(DeskState state, Proposal proposal, bool defaults, CancellationToken cancellationToken)
    {
        // 1. What is wanted of each resource: its new form, or its end.
        var problems = new List<Problem>();
        var wanted = Wanting.Of(proposal, state, problems);
        if (problems.Count > 0)
        {
            return Rejected(state, problems);
        }

        // 2. Keys become references to secrets; the certificates as they were sent are kept for the checks.
        var (pairs, sent) = await intake.ReferAsync(wanted, problems, cancellationToken);

        // 3. What a desk needs and nobody wrote.
        if (defaults)
        {
            AddDefaults(wanted, state);
        }

        // 4. What differs, in words.
        var operations = OperationsOf(wanted, state);
        var differences = DifferencesOf(operations, state);
        operations = differences.Count == operations.Count ? operations : Without(operations, differences);
        var after = state.With(operations);

        // 5. Everything that is wrong: by the rules of the language, then by the edges' own compiler.
        var changed = operations.Select(operation => operation.Put is { } put ? Slot.Of(put).ToKey() : operation.Delete).ToArray();
        problems.AddRange(ConfigurationValidator.Validate(new SentView(after, sent), changed, time.GetUtcNow()));
        var groups = GroupsOf(operations, state);
        if (!problems.Any(problem => problem.Severity == Severity.Error))
        {
            problems.AddRange(Compile(after, groups));
        }

        return new Draft
        {
            Base = state,
            After = after,
            Operations = operations,
            Differences = differences,
            Problems = problems,
            Pairs = pairs,
            Groups = groups,
        };
    }

    // What is added may make something else missing: listeners want certificates.
    private static void AddDefaults(SortedDictionary<Slot, Resource?> wanted, DeskState state)
    {
        ResourceKey[] changed = [.. wanted.Keys.Select(slot => slot.ToKey())];
        while (DeskDefaults.Missing(new WantedView(state, wanted), changed) is { Count: > 0 } missing)
        {
            foreach (var resource in missing)
            {
                wanted[Slot.Of(resource)] = resource;
            }
        }
    }

    private static List<Operation> OperationsOf(SortedDictionary<Slot, Resource?> wanted, DeskState state)
    {
        var operations = new List<Operation>();
        foreach (var (slot, resource) in wanted)
        {
            state.TryGetStored(slot.Kind, slot.Name, out var before);
            if (resource is null)
            {
                if (before is not null)
                {
                    operations.Add(new Operation { Delete = slot.ToKey() });
                }

                continue;
            }

            var stored = Stored.Of(resource);
            if (before is null || before.Resource != stored.Resource)
            {
                operations.Add(new Operation { Put = stored });
            }
        }

        return operations;
    }

    /// <summary>How operations, sorted by kind and name, change a state; those that change nothing that has a meaning give nothing.</summary>
    public static List<Difference> DifferencesOf(IEnumerable<Operation> operations, DeskState state)
    {
        var differences = new List<Difference>();
        foreach (var operation in operations)
        {
            var slot = operation.Put is { } put ? Slot.Of(put) : Slot.Of(operation.Delete);
            state.TryGet(slot.Kind, slot.Name, out var before);
            var after = operation.Put is null ? null : Stored.Read(operation.Put);
            if ((before is not null || after is not null) && Differ.Compare(before, after) is { } difference)
            {
                differences.Add(difference);
            }
        }

        return differences;
    }

    private static List<Operation> Without(List<Operation> operations, List<Difference> differences)
    {
        var real = differences.Select(difference => new Slot(difference.Kind, difference.Name)).ToHashSet();
        return [.. operations.Where(operation => real.Contains(operation.Put is { } put ? Slot.Of(put) : Slot.Of(operation.Delete)))];
    }

    /// <summary>The groups that receive any of these resources, before or after; null where one of them comes to all.</summary>
    public static HashSet<string>? GroupsOf(IEnumerable<Operation> operations, DeskState state)
    {
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            var slot = operation.Put is { } put ? Slot.Of(put) : Slot.Of(operation.Delete);
            state.TryGet(slot.Kind, slot.Name, out var before);
            var after = operation.Put is null ? null : Stored.Read(operation.Put);
            foreach (var resource in new[] { before, after }.OfType<Resource>())
            {
                if (resource.Groups.Count == 0)
                {
                    return null;
                }

                groups.UnionWith(resource.Groups);
            }
        }

        return groups;
    }

    // The empty name stands for all groups that no resource names: no group is spelled like that.
    private static IEnumerable<Problem> Compile(DeskState after, HashSet<string>? groups) =>
        (groups ?? after.Groups.Append("")).SelectMany(group => after.Scope(group).Problems).Distinct();

    private static Draft Rejected(DeskState state, List<Problem> problems) => new()
    {
        Base = state,
        After = state,
        Operations = [],
        Differences = [],
        Problems = problems,
        Pairs = [],
        Groups = new HashSet<string>(),
    };
}
