using FrontDesk.Config.V1;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Access;

/// <summary>Compiles an access policy.</summary>
internal static class AccessCompiler
{
    private const int MaxRules = 1_000;
    private const int MaxAddresses = 100_000;
    private const int MaxPaths = 100;
    private const int MaxTimes = 20;
    private const int SeeOther = 303;
    private static readonly Dictionary<string, ValueMatch> NoQuery = [];

    /// <summary>The policy; null, with the problems told, where it is none.</summary>
    public static AccessModel? Compile(string name, AccessConfig config, Problems problems)
    {
        if (config.Rules.Count > MaxRules)
        {
            problems.Add("rules", $"A policy has at most {MaxRules} rules, this one has {config.Rules.Count}.");
        }

        if (!System.Enum.IsDefined(config.Otherwise))
        {
            problems.Add("otherwise", "This decision is not supported by this version.", "Use allow or deny.");
        }

        if (!System.Enum.IsDefined(config.Mode))
        {
            problems.Add("mode", "This mode is not supported by this version.");
        }

        var rules = new AccessRuleModel[config.Rules.Count];
        for (var i = 0; i < rules.Length; i++)
        {
            rules[i] = Rule(config.Rules[i], $"rules[{i}]", problems);
        }

        var (status, redirect) = Answer(config.Answer, problems);
        var identity = config.Identity is { } told ? IdentityModel.Compile(told, problems) : null;
        return !problems.None ? null : new AccessModel
        {
            Name = name,
            Rules = rules,
            OtherwiseAllows = config.Otherwise == AccessDecision.Allow,
            IsReport = config.Mode == Enforcement.Report,
            Status = status,
            Redirect = redirect,
            HasAnswer = config.Answer is not null,
            Identity = identity,
            IdentityHeaders =
            [
                .. rules.SelectMany(static rule => rule.Requires?.Headers ?? []).Concat(identity?.Names ?? []).Distinct(StringComparer.OrdinalIgnoreCase),
            ],
            SecretParameters = [.. rules.Select(static rule => (rule.Requires as ApiKeyModel)?.Query ?? "").Where(static name => name.Length > 0).Distinct()],
            AsksForPath = Array.Exists(rules, static rule => rule.Paths.Length > 0),
            AsksForTime = Array.Exists(rules, static rule => rule.Times.Length > 0),
        };
    }

    private static AccessRuleModel Rule(AccessRule config, string field, Problems problems)
    {
        if (config.Require is null ? config.Then is not (AccessDecision.Allow or AccessDecision.Deny) : config.Then != AccessDecision.Unspecified)
        {
            problems.Add($"{field}.then", "The rule says not what it decides.", "Use allow, deny or require.");
        }

        var condition = config.If ?? new AccessCondition();
        var at = $"{field}.if";
        var allows = config.Then == AccessDecision.Allow;
        if (condition.IpFile.Length > 0)
        {
            problems.Add($"{at}.ipFile", "The file was not read.", "Give the addresses as ip.");
        }

        var clients = AddressRange.ParseAll(condition.Ip, $"{at}.ip", MaxAddresses, problems);
        return new()
        {
            Allows = allows,
            Requires = config.Require is { } requirement ? RequirementCompiler.Compile(requirement, $"{field}.require", problems) : null,
            Clients = clients.Count == 0 ? null : AddressSet.Of(clients),
            Conditions = ConditionsCompiler.Compile(condition.Methods, condition.Headers, NoQuery, at + ".", problems),
            Paths = Each(condition.Paths, MaxPaths, $"{at}.paths", problems, (path, where) => AccessPath.Compile(path, ignoresCase: !allows, where, problems)),
            Times = Each(condition.Times, MaxTimes, $"{at}.times", problems, (time, where) => AccessTimeCompiler.Compile(time, where, problems)),
        };
    }

    private static TModel[] Each<TConfig, TModel>(IReadOnlyList<TConfig> configs, int most, string field, Problems problems, Func<TConfig, string, TModel?> compile)
        where TModel : class
    {
        if (configs.Count > most)
        {
            problems.Add(field, $"At most {most} are allowed, these are {configs.Count}.");
        }

        return [.. configs.Select((config, i) => compile(config, $"{field}[{i}]")).OfType<TModel>()];
    }

    private static (int Status, RedirectModel? Redirect) Answer(AccessAnswer? config, Problems problems)
    {
        switch (config?.AnswerCase)
        {
            case null:
                return (403, null);
            case AccessAnswer.AnswerOneofCase.Status when config.Status is 403 or 404:
                return ((int)config.Status, null);
            case AccessAnswer.AnswerOneofCase.Redirect:
                return (0, RedirectCompiler.Compile(config.Redirect, SeeOther, "answer.redirect", problems));
            case AccessAnswer.AnswerOneofCase.Close when config.Close:
                return (0, null);
            default:
                problems.Add("answer", "This is no answer to a refused client.", "Use one of status (403 or 404), redirect, and close: true.");
                return default;
        }
    }
}
