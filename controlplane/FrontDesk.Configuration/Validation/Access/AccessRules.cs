using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What an access policy must be.</summary>
internal static class AccessRules
{
    private const int MaxRules = 1_000;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(AccessConfig policy, ResourceProblems problems)
    {
        problems.CheckCount("rules", policy.Rules.Count, 0, MaxRules);
        for (var at = 0; at < policy.Rules.Count; at++)
        {
            CheckRule($"rules[{at}]", policy.Rules[at], problems);
        }

        if (!System.Enum.IsDefined(policy.Otherwise))
        {
            problems.Error("otherwise", "This decision is not supported by this version.", "Write allow or deny.");
        }

        if (!System.Enum.IsDefined(policy.Mode))
        {
            problems.Error("mode", "This mode is not supported by this version.", "Write enforce or report.");
        }

        if (policy.Identity is { } identity)
        {
            IdentityRules.Check("identity", identity, problems);
        }

        if (policy.Answer is { } answer)
        {
            CheckAnswer(answer, problems);
        }

        if (policy.Mode == Enforcement.Report && policy.Rules.Any(static rule => rule.Require is not null))
        {
            problems.Error("mode", "A policy that requires something cannot only report: it would have to ask.", "Leave out `mode`, or `require`.");
        }

        WarnOfDeadRules(policy, problems);
    }

    private static void CheckRule(string field, AccessRule rule, ResourceProblems problems)
    {
        if (rule.Require is { } requirement)
        {
            CheckRequirement(field, rule, requirement, problems);
        }
        else if (rule.Then is not (AccessDecision.Allow or AccessDecision.Deny))
        {
            problems.Error($"{field}.then", "The rule does not say what it decides.", "Write `then: allow`, `then: deny` or `require`.");
        }

        if (rule.If is { } condition)
        {
            AccessConditionRules.Check($"{field}.if", condition, problems);
        }
    }

    private static void CheckRequirement(string field, AccessRule rule, AccessRequirement requirement, ResourceProblems problems)
    {
        if (rule.Then != AccessDecision.Unspecified)
        {
            problems.Error($"{field}.then", "The rule requires something, so that it decides by that.", "Leave out `then` or `require`.");
        }

        switch (requirement.RequirementCase)
        {
            case AccessRequirement.RequirementOneofCase.ForwardAuth:
                ForwardAuthRules.Check($"{field}.require.forwardAuth", requirement.ForwardAuth, problems);
                break;
            case AccessRequirement.RequirementOneofCase.Basic:
                BasicAuthRules.Check($"{field}.require.basic", requirement.Basic, problems);
                break;
            case AccessRequirement.RequirementOneofCase.ApiKey:
                ApiKeyRules.Check($"{field}.require.apiKey", requirement.ApiKey, problems);
                break;
            case AccessRequirement.RequirementOneofCase.Jwt:
                JwtRules.Check($"{field}.require.jwt", requirement.Jwt, problems);
                break;
            default:
                problems.Error($"{field}.require", "The rule does not say what it requires.", "Write for example `require: { basic: USERS }`.");
                break;
        }
    }

    private static void CheckAnswer(AccessAnswer answer, ResourceProblems problems)
    {
        switch (answer.AnswerCase)
        {
            case AccessAnswer.AnswerOneofCase.Status when answer.Status is 403 or 404:
            case AccessAnswer.AnswerOneofCase.Close when answer.Close:
                break;
            case AccessAnswer.AnswerOneofCase.Redirect:
                RedirectRules.CheckTarget("answer.redirect", answer.Redirect, problems);
                break;
            default:
                problems.Error("answer", "This is no answer to a client that is refused.", "Write `{ status: 403 }`, `{ status: 404 }`, `{ redirect: URL }` or `{ close: true }`.");
                break;
        }
    }

    /// <summary>A rule without conditions decides everything, so those behind it are surely a mistake.</summary>
    private static void WarnOfDeadRules(AccessConfig policy, ResourceProblems problems)
    {
        for (var at = 0; at < policy.Rules.Count - 1; at++)
        {
            if (policy.Rules[at].If is null || policy.Rules[at].If.Equals(new AccessCondition()))
            {
                problems.Warning($"rules[{at}]", "The rule has no condition, so that no rule after it is ever asked.", "Give it an `if`, or put it last.");
                return;
            }
        }
    }
}
