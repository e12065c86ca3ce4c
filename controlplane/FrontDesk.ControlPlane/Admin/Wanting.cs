using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Says what a proposal wants of each resource it is about: its new form, or (null) its end.</summary>
internal static class Wanting
{
    // So many names a sentence can hold.
    private const int MaxNamed = 20;

    /// <summary>What is wanted, by kind and name. Where it cannot be said, problems tell why.</summary>
    public static SortedDictionary<Slot, Resource?> Of(Proposal proposal, DeskState state, List<Problem> problems)
    {
        var wanted = new SortedDictionary<Slot, Resource?>();
        switch (proposal)
        {
            case Proposal.Changes changes:
                Put(changes.Put, wanted, problems);
                Delete(changes.Delete, state, wanted, problems);
                break;
            case Proposal.Whole whole:
                Put(whole.Put, wanted, problems);
                CheckLabels(whole, problems);
                Prune(state.Stored, wanted, resource => Stored.Carries(resource, whole.Select), everything: whole.Select.Count == 0);
                break;
            case Proposal.Back back:
                foreach (var stored in back.Then.Stored)
                {
                    wanted[Slot.Of(stored)] = Stored.Read(stored);
                }

                Prune(state.Stored, wanted, _ => true, everything: true);
                break;
        }

        return wanted;
    }

    private static void Put(IReadOnlyList<Resource> resources, SortedDictionary<Slot, Resource?> wanted, List<Problem> problems)
    {
        foreach (var resource in resources)
        {
            var slot = Slot.Of(resource);
            if (slot.Kind == Kind.Unspecified)
            {
                problems.Add(Error(slot, "It has no configuration of a kind that this version knows."));
            }
            else if (!wanted.TryAdd(slot, resource))
            {
                problems.Add(Error(slot, "It was sent twice."));
            }
        }
    }

    private static void Delete(
        IReadOnlyList<ResourceKey> keys, DeskState state, SortedDictionary<Slot, Resource?> wanted, List<Problem> problems)
    {
        var missing = new List<string>();
        foreach (var slot in keys.Select(Slot.Of).Distinct())
        {
            if (!wanted.TryAdd(slot, null))
            {
                problems.Add(Error(slot, "It was sent to be put and to be deleted."));
            }
            else if (!state.TryGetStored(slot.Kind, slot.Name, out _))
            {
                missing.Add($"{slot.Kind.ToString().ToLowerInvariant()} {slot.Name}");
            }
        }

        if (missing.Count > 0)
        {
            throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound,
                $"There is no {string.Join(", no ", missing.Take(MaxNamed))}{(missing.Count > MaxNamed ? " …" : "")} to delete.");
        }
    }

    private static void CheckLabels(Proposal.Whole whole, List<Problem> problems)
    {
        foreach (var resource in whole.Put.Where(resource => !Stored.Carries(resource, whole.Select)))
        {
            var labels = string.Join(", ", whole.Select.Select(label => $"{label.Key}={label.Value}"));
            problems.Add(Error(Slot.Of(resource), $"It lacks labels of the selection {labels}, so that a later sync would not find it.", "Add the labels, or leave out --select."));
        }
    }

    private static void Prune(
        IEnumerable<StoredResource> all, SortedDictionary<Slot, Resource?> wanted, Func<Resource, bool> selected, bool everything)
    {
        foreach (var stored in all)
        {
            if (!wanted.ContainsKey(Slot.Of(stored)) && (everything || selected(Stored.Read(stored))))
            {
                wanted[Slot.Of(stored)] = null;
            }
        }
    }

    private static Problem Error(Slot slot, string message, string hint = "") => new()
    {
        Severity = Severity.Error,
        Kind = slot.Kind,
        Name = slot.Name,
        Message = message,
        Hint = hint,
    };
}
