using System.Text.Encodings.Web;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Registers what identities are made of; the authority and operators' tokens come from the store.</summary>
internal static class IdentityRegistration
{
    /// <summary>Adds identities. Not by AddAuthentication: that brings keys for cookies along, and writes them to the home directory.</summary>
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<JoinTokens>().AddSingleton<Nodes>().AddSingleton<TokenFailures>();
        services.AddSingleton<RunningCalls>().AddHostedService(provider => provider.GetRequiredService<RunningCalls>());
        services.AddSingleton(UrlEncoder.Default);
        services.AddTransient<OperatorAuthentication>().AddTransient<NodeAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<OperatorAuthentication>(OperatorAuthentication.Scheme, null);
            options.AddScheme<NodeAuthentication>(NodeAuthentication.Scheme, null);
        });
    }
}
