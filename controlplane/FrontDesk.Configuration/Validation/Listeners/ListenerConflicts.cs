using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Listeners;

/// <summary>Finds listeners of one group that want the same address.</summary>
internal static class ListenerConflicts
{
    /// <summary>Compares changed listeners with all others.</summary>
    public static void Check(IConfigurationView after, List<Resource> put, List<Problem> problems)
    {
        var changed = put.Where(resource => resource.Listener is not null).OrderBy(resource => resource.Name, StringComparer.Ordinal).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        var changedNames = changed.Select(listener => listener.Name).ToHashSet();
        var byPort = after.All(Kind.Listener)
            .Select(listener => (Listener: listener, Bind: Bind.Parse(listener.Listener.Bind)))
            .Where(pair => pair.Bind is not null)
            .OrderBy(pair => pair.Listener.Name, StringComparer.Ordinal)
            .ToLookup(pair => pair.Bind!.Port);
        foreach (var listener in changed)
        {
            if (Bind.Parse(listener.Listener.Bind) is not { } bind)
            {
                continue;
            }

            foreach (var (other, otherBind) in byPort[bind.Port])
            {
                // Of two changed ones the later by name is told.
                var isEarlier = string.CompareOrdinal(other.Name, listener.Name) < 0;
                if (other.Name != listener.Name && (isEarlier || !changedNames.Contains(other.Name)) && Reach.Of(listener).Overlaps(Reach.Of(other)))
                {
                    Tell(bind, otherBind!, other.Name, new ResourceProblems(Kind.Listener, listener.Name, problems));
                }
            }
        }
    }

    private static void Tell(Bind bind, Bind other, string otherName, ResourceProblems problems)
    {
        if (Equals(bind.Address, other.Address))
        {
            problems.Error("bind", $"The listener `{otherName}` has the same address and port.", "Give one of them another port or address, or put them into different groups.");
        }
        else if (bind.Address is null || other.Address is null)
        {
            problems.Warning("bind", $"The listener `{otherName}` has the same port; one of them will not start on edges that listen on all addresses.", "Give both an address.");
        }
    }
}
