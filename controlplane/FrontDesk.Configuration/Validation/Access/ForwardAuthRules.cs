using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Routes;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What a rule must be that lets a service decide.</summary>
internal static class ForwardAuthRules
{
    private const int MaxHeaders = 20;
    private const int MaxPath = 2_048;

    /// <summary>Tells what is wrong; that the service is there is <see cref="References"/>' to say.</summary>
    public static void Check(string field, ForwardAuth auth, ResourceProblems problems)
    {
        if (auth.Service.Length == 0)
        {
            problems.Error($"{field}.service", "The service that decides is not named.", "Write the name of a service.");
        }

        if (auth.Path.Length > MaxPath || (auth.Path.Length > 0 && auth.Path[0] != '/') || auth.Path.AsSpan().ContainsAnyExceptInRange('!', '~') || auth.Path.Contains('#', StringComparison.Ordinal))
        {
            problems.Error($"{field}.path", $"`{auth.Path}` is not an absolute path of at most {MaxPath} characters of printable ASCII.", "Write for example /verify.");
        }

        problems.CheckDuration($"{field}.timeout", auth.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        problems.CheckCount($"{field}.identityHeaders", auth.IdentityHeaders.Count, 0, MaxHeaders);
        for (var at = 0; at < auth.IdentityHeaders.Count; at++)
        {
            var name = auth.IdentityHeaders[at];
            if (!HeaderText.IsToken(name))
            {
                problems.Error($"{field}.identityHeaders[{at}]", $"`{name}` is not a header's name.", "Letters, digits and hyphens.");
            }
            else if (!HeaderChangeRules.IsFree(name))
            {
                problems.Error($"{field}.identityHeaders[{at}]", $"The edge writes `{name}` itself.", "Use another name.");
            }
        }
    }
}
