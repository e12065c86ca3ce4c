using FrontDesk.Config.V1;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Access;

/// <summary>Compiles what a rule requires of a service that decides.</summary>
internal static class ForwardAuthCompiler
{
    private const int MaxHeaders = 20;
    private const int MaxPath = 2048;

    /// <summary>The model. Problems are told.</summary>
    public static ForwardAuthModel Compile(ForwardAuth config, string field, Problems problems)
    {
        if (config.Service.Length == 0)
        {
            problems.Add($"{field}.service", "The service that decides is not named.", "Name a service.");
        }

        var path = config.Path.Length == 0 ? "/" : config.Path;
        if (path[0] != '/' || path.Length > MaxPath || path.AsSpan().ContainsAnyExceptInRange('!', '~') || path.Contains('#', StringComparison.Ordinal))
        {
            problems.Add($"{field}.path", $"`{path}` is not an absolute path of at most {MaxPath} characters.");
        }

        if (config.IdentityHeaders.Count > MaxHeaders || config.IdentityHeaders.Any(static name => !HeaderChangesCompiler.IsToken(name)))
        {
            problems.Add($"{field}.identityHeaders", $"These are not at most {MaxHeaders} names of headers.");
        }

        var timeout = Durations.Compile(config.Timeout, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), $"{field}.timeout", problems);
        return new(config.Service, path, timeout, [.. config.IdentityHeaders], config.FailOpen);
    }
}
