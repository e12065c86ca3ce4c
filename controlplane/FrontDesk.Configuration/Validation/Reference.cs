using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation;

/// <summary>One resource named by another.</summary>
/// <param name="Field">Where it is named.</param>
/// <param name="Kind">The kind of what is named.</param>
/// <param name="Name">The name.</param>
internal readonly record struct Reference(string Field, Kind Kind, string Name)
{
    /// <summary>The kinds whose resources refer to others.</summary>
    public static IReadOnlyList<Kind> Referring { get; } = [Kind.Route, Kind.Access, Kind.Settings];

    /// <summary>The kinds whose resources are referred to.</summary>
    public static IReadOnlyList<Kind> Named { get; } = [Kind.Service, Kind.Access, Kind.Limit, Kind.Users, Kind.ApiKeys];

    /// <summary>All that a resource names.</summary>
    public static IEnumerable<Reference> Of(Resource resource) => resource.ConfigCase switch
    {
        Resource.ConfigOneofCase.Route => resource.Route.To.Select(static (to, at) => new Reference($"to[{at}].service", Kind.Service, to.Service))
            .Where(static reference => reference.Name.Length > 0)
            .Concat(AccessOf("access.policy", resource.Route.Access?.Policy ?? ""))
            .Concat(LimitsOf(resource.Route.Limits)),
        Resource.ConfigOneofCase.Access => resource.Access.Rules
            .Select(static (rule, at) => Required(rule.Require, $"rules[{at}].require"))
            .Where(static reference => reference.Name is { Length: > 0 }),
        Resource.ConfigOneofCase.Settings => AccessOf("access", resource.Settings.Access).Concat(LimitsOf(resource.Settings.Limits)),
        _ => [],
    };

    private static Reference Required(AccessRequirement? requirement, string field) => requirement?.RequirementCase switch
    {
        AccessRequirement.RequirementOneofCase.ForwardAuth => new($"{field}.forwardAuth.service", Kind.Service, requirement.ForwardAuth.Service),
        AccessRequirement.RequirementOneofCase.Basic => new($"{field}.basic.users", Kind.Users, requirement.Basic.Users),
        AccessRequirement.RequirementOneofCase.ApiKey => new($"{field}.apiKey.keys", Kind.ApiKeys, requirement.ApiKey.Keys),
        _ => default,
    };

    private static IEnumerable<Reference> AccessOf(string field, string policy) => policy.Length == 0 ? [] : [new Reference(field, Kind.Access, policy)];

    private static IEnumerable<Reference> LimitsOf(IEnumerable<string> limits) => limits.Select(static (name, at) => new Reference($"limits[{at}]", Kind.Limit, name));
}
