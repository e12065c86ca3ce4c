using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Jwt;

namespace FrontDesk.Edge.Access;

/// <summary>Registers what access policies need.</summary>
internal static class AccessRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<AccessMetrics>().AddSingleton<ForwardedAuth>().AddSingleton<BasicAuth>().AddSingleton<ApiKeyAuth>().AddSingleton<PasswordChecks>()
        .AddSingleton<JwtAuth>().AddSingleton<KeySources>();
}
