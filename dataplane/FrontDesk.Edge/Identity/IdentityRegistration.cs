using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Identity;

/// <summary>Registers what keeps the edge a member of the fleet.</summary>
internal static class IdentityRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddSingleton(provider =>
        {
            EdgeOptions options = provider.GetRequiredService<EdgeOptions>();
            return StateKey.Open(options.StateKeyFile ?? provider.GetRequiredService<DataDirectory>().Of("state.key"));
        })
        .AddSingleton<IdentityFile>()
        .AddSingleton<ControlPlaneChannel>()
        .AddSingleton<Enrolment>()
        .AddSingleton<Membership>()
        .AddHostedService(provider => provider.GetRequiredService<Membership>());
}
