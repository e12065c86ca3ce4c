using FrontDesk.ControlPlane.Admin;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>Registers clients' credentials.</summary>
internal static class CredentialsRegistration
{
    /// <summary>Adds them and their calls.</summary>
    public static void AddCredentials(this IServiceCollection services)
    {
        services.AddSingleton<CredentialSets>().AddSingleton<UserCalls>().AddSingleton<ApiKeyCalls>();
        services.AddGrpc().AddServiceOptions<CredentialsRpc>(options => options.Interceptors.Add<AdminCalls>());
    }
}
