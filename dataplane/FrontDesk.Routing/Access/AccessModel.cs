using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Access;

/// <summary>An access policy, compiled.</summary>
public sealed class AccessModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it only tells whom it would refuse.</summary>
    public bool IsReport { get; init; }

    /// <summary>The status of a refusal: 403 or 404; 0 where the client is sent elsewhere or the connection closed.</summary>
    public int Status { get; init; }

    /// <summary>Where a refused client is sent; null for nowhere.</summary>
    public RedirectModel? Redirect { get; init; }

    /// <summary>Whether it says itself what a refused client gets; where not, one without credentials is asked for them.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>Whether a rule asks for the time, so that it must be told.</summary>
    public bool AsksForTime { get; init; }

    /// <summary>Headers that tell services who a client is; what clients send under these names is not passed on.</summary>
    public string[] IdentityHeaders { get; init; } = [];

    /// <summary>Headers that tell services who a client proved to be; null for none.</summary>
    public IdentityModel? Identity { get; init; }

    /// <summary>Query parameters that hold credentials: they get into no log, by whichever rule a request comes in.</summary>
    public string[] SecretParameters { get; init; } = [];

    /// <summary>The rules, in order.</summary>
    internal AccessRuleModel[] Rules { get; init; } = [];

    /// <summary>Whether what no rule decides is let in.</summary>
    internal bool OtherwiseAllows { get; init; }

    /// <summary>Whether a rule asks for the path, so that its view must be made.</summary>
    internal bool AsksForPath { get; init; }

    /// <summary>Decides on a request. Allocates nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">Its client.</param>
    /// <param name="now">The time, where <see cref="AsksForTime"/>.</param>
    public AccessVerdict Decide<TRequest>(in TRequest request, Address client, DateTimeOffset now)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        // As in matching: calls on an `in` parameter would copy the facts each time.
        ref var facts = ref System.Runtime.CompilerServices.Unsafe.AsRef(in request);
        return AsksForPath ? AccessPaths.WithView(this, ref facts, client, now) : Decide(ref facts, client, now, default);
    }

    /// <summary>Decides on a request, its path as rules see it.</summary>
    internal AccessVerdict Decide<TRequest>(ref TRequest request, Address client, DateTimeOffset now, scoped ReadOnlySpan<char> view)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        for (var i = 0; i < Rules.Length; i++)
        {
            if (Rules[i].Unmet(ref request, client, now, view) == UnmetCondition.None)
            {
                return new(Rules[i].Allows, i, Rules[i].Requires);
            }
        }

        return new(OtherwiseAllows, -1);
    }
}

/// <summary>What a policy decides.</summary>
/// <param name="IsAllowed">Whether the request is let in; false where that hangs on what is required.</param>
/// <param name="Rule">The rule that decided, from 0; -1 where none did.</param>
/// <param name="Requires">What is required to be let in; null where the policy decided itself.</param>
public readonly record struct AccessVerdict(bool IsAllowed, int Rule, RequirementModel? Requires = null);
