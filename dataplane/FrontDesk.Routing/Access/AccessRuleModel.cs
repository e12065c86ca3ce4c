using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Access;

/// <summary>A rule, compiled: decides where all its conditions hold. A list that is empty is no condition.</summary>
internal sealed class AccessRuleModel
{
    /// <summary>Whether it lets in.</summary>
    public required bool Allows { get; init; }

    /// <summary>What it requires to let in; null where the rule decides itself.</summary>
    public RequirementModel? Requires { get; init; }

    /// <summary>Clients; null for all.</summary>
    public AddressSet? Clients { get; init; }

    /// <summary>Methods and headers; null for none.</summary>
    public RouteConditions? Conditions { get; init; }

    /// <summary>Paths.</summary>
    public AccessPath[] Paths { get; init; } = [];

    /// <summary>Times.</summary>
    public AccessTimeModel[] Times { get; init; } = [];

    /// <summary>The first of its conditions that does not hold for a request; none where it decides.</summary>
    public UnmetCondition Unmet<TRequest>(ref TRequest request, Address client, DateTimeOffset now, scoped ReadOnlySpan<char> view)
        where TRequest : struct, IRequestFacts, allows ref struct =>
        Clients is not null && !Clients.Contains(client) ? UnmetCondition.Client
        : Conditions is not null && !Conditions.Hold(ref request) ? UnmetCondition.Request
        : Paths.Length > 0 && !HoldsForPath(view) ? UnmetCondition.Path
        : Times.Length > 0 && !HoldsAt(now) ? UnmetCondition.Time
        : UnmetCondition.None;

    private bool HoldsForPath(scoped ReadOnlySpan<char> view)
    {
        foreach (var path in Paths)
        {
            if (path.Matches(view))
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsAt(DateTimeOffset now)
    {
        foreach (var time in Times)
        {
            if (time.Holds(now))
            {
                return true;
            }
        }

        return false;
    }
}
