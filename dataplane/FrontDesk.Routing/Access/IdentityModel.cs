using FrontDesk.Config.V1;
using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Access;

/// <summary>Headers that tell services who a client is, compiled. An empty name is no header.</summary>
/// <param name="User">Gets the user's name.</param>
/// <param name="Groups">Gets the groups or scopes.</param>
/// <param name="Key">Gets the API key's id.</param>
/// <param name="Method">Gets how the client proved who it is.</param>
public sealed record IdentityModel(string User, string Groups, string Key, string Method)
{
    /// <summary>The names.</summary>
    internal IEnumerable<string> Names => new[] { User, Groups, Key, Method }.Where(static name => name.Length > 0);

    /// <summary>Compiles it.</summary>
    internal static IdentityModel Compile(AccessIdentity config, Problems problems)
    {
        var model = new IdentityModel(config.User, config.Groups, config.Key, config.Method);
        if (model.Names.Any(static name => !HeaderChangesCompiler.IsToken(name)))
        {
            problems.Add("identity", "These are not names of headers.");
        }

        return model;
    }
}
