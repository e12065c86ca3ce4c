using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Services;

/// <summary>What a service's `hash` must be.</summary>
internal static class HashRules
{
    private const int MaxName = 253;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(ServiceConfig service, ResourceProblems problems)
    {
        if (service.Hash is not { } hash)
        {
            return;
        }

        if (service.Balance != Balance.ConsistentHash)
        {
            problems.Error("hash", "Only `balance: consistent-hash` goes by it.", "Write `balance: consistent-hash`, or leave `hash` out.");
        }

        switch (hash.KeyCase)
        {
            case Hash.KeyOneofCase.Header:
                CheckName("hash.header", hash.Header, problems);
                break;
            case Hash.KeyOneofCase.Cookie:
                CheckName("hash.cookie", hash.Cookie, problems);
                break;
            default:
                if (!hash.Client && !hash.Path)
                {
                    problems.Error("hash", "It names nothing to go by.", "Give one of `header`, `cookie`, `client: true` and `path: true`.");
                }

                break;
        }
    }

    private static void CheckName(string field, string name, ResourceProblems problems)
    {
        if (name.Length > MaxName || !HeaderText.IsToken(name))
        {
            problems.Error(field, $"`{name}` is not a name.", "Write for example x-user.");
        }
    }
}
