namespace FrontDesk.Edge.Access;

/// <summary>Headers that tell services who a client is. No client can write them.</summary>
internal static class IdentityHeaders
{
    /// <summary>Takes away what a client sent under these names, and under those that some services take for the same: `x_user` for `x-user`, as CGI does.</summary>
    public static void Forget(string[] names, IHeaderDictionary headers)
    {
        List<string>? forged = null;
        foreach (var (sent, _) in headers)
        {
            foreach (var name in names)
            {
                if (IsSame(sent, name))
                {
                    (forged ??= []).Add(sent);
                }
            }
        }

        if (forged is not null)
        {
            forged.ForEach(name => headers.Remove(name));
        }
    }

    private static bool IsSame(string sent, string name)
    {
        if (sent.Length != name.Length)
        {
            return false;
        }

        for (var i = 0; i < sent.Length; i++)
        {
            if (Folded(sent[i]) != Folded(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Folded(char character) => character == '_' ? '-' : char.ToLowerInvariant(character);
}
