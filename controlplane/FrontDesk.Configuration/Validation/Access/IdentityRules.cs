using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What the headers must be that tell services who a client is.</summary>
internal static class IdentityRules
{
    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, AccessIdentity identity, ResourceProblems problems)
    {
        (string Field, string Header)[] all = [("user", identity.User), ("groups", identity.Groups), ("key", identity.Key), ("method", identity.Method)];
        (string Field, string Header)[] given = [.. all.Where(static one => one.Header.Length > 0)];
        foreach (var (name, header) in given)
        {
            if (!HeaderText.IsToken(header))
            {
                problems.Error($"{field}.{name}", $"`{header}` is not a header's name.", "Letters, digits and hyphens.");
            }
            else if (!HeaderChangeRules.IsFree(header))
            {
                problems.Error($"{field}.{name}", $"The edge writes `{header}` itself.", "Use another name.");
            }
        }

        if (given.Length == 0)
        {
            problems.Error(field, "It names no header.", "Write for example `identity: x-user`.");
        }
        else if (given.DistinctBy(static one => one.Header.ToLowerInvariant().Replace('_', '-')).Count() < given.Length)
        {
            problems.Error(field, "Two of the headers have one name.", "Give each its own.");
        }
    }
}
