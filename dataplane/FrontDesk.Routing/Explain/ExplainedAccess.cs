using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Explain;

/// <summary>Says whether access policies let a request in, by which rule, and why the rules before it did not decide.</summary>
internal sealed class ExplainedAccess(SnapshotModel snapshot, ExplainedRequest facts, Address client, DateTimeOffset now, Action<string> because)
{
    /// <summary>What it comes to.</summary>
    public AccessExplanation Decision { get; } = new() { Outcome = AccessOutcome.LetIn };

    /// <summary>The first policy that refuses, in the order of an edge; null where none does. Tells a sentence for each that is asked.</summary>
    public AccessModel? Refusing(RouteModel? route)
    {
        if (route is { InheritsAccess: false } && snapshot.Settings.Access is { } left)
        {
            because($"The route {route.Name} opts out of the access policy {left} of the settings.");
        }

        foreach (var name in new[] { route is { InheritsAccess: false } ? null : snapshot.Settings.Access, route?.Access })
        {
            if (name is not null && snapshot.Access.TryGetValue(name, out var policy) && Refuses(policy))
            {
                (Decision.Outcome, Decision.Policy) = (AccessOutcome.Refused, name);
                return policy;
            }
        }

        return null;
    }

    private bool Refuses(AccessModel policy)
    {
        var verdict = policy.Decide(facts, client, now);
        var rule = verdict.Rule < 0 ? "no rule decides" : string.Create(CultureInfo.InvariantCulture, $"its rule {verdict.Rule + 1} decides");
        if (verdict.Requires is { } requirement)
        {
            because($"The access policy {policy.Name} {requirement.Doing} the client {client}: {rule}. What follows is for one whom it lets in.");
            Step(policy, verdict, $"{requirement.Doing} the client");
            (Decision.Outcome, Decision.Policy) = (AccessOutcome.Required, policy.Name);
            return false;
        }

        var says = verdict.IsAllowed ? "lets in" : policy.IsReport ? "only tells that it would refuse" : "refuses";
        because($"The access policy {policy.Name} {says} the client {client}: {rule}.");
        Step(policy, verdict, $"{says} the client");
        return !verdict.IsAllowed && !policy.IsReport;
    }

    // The rules up to the one that decides.
    private void Step(AccessModel policy, AccessVerdict verdict, string does)
    {
        var view = AccessPaths.ViewOf(facts.Path);
        var request = facts;
        for (var i = 0; i < (verdict.Rule < 0 ? policy.Rules.Length : verdict.Rule); i++)
        {
            Decision.Steps.Add(new AccessStep { Policy = policy.Name, Rule = (uint)i + 1, Reason = WhyNot(policy.Rules[i].Unmet(ref request, client, now, view)) });
        }

        Decision.Steps.Add(new AccessStep { Policy = policy.Name, Rule = (uint)(verdict.Rule + 1), Decides = true, Reason = verdict.Rule < 0 ? $"no rule decides, so it {does}" : does });
    }

    private string WhyNot(UnmetCondition unmet) => unmet switch
    {
        UnmetCondition.Client => $"does not apply: {client} is none of its addresses",
        UnmetCondition.Request => "does not apply: the method or a header is another",
        UnmetCondition.Path => $"does not apply: {facts.Path} is none of its paths",
        UnmetCondition.Time => string.Create(CultureInfo.InvariantCulture, $"does not apply: {now:u} is none of its times"),
        _ => "applies",
    };
}
