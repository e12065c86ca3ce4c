namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Registers what brings configuration to edges.</summary>
internal static class PublishingRegistration
{
    /// <summary>Adds publishing.</summary>
    public static void AddPublishing(this IServiceCollection services)
    {
        services.AddSingleton<Updates>().AddSingleton<Publication>().AddSingleton<SecretAccess>().AddSingleton<Publisher>();
        services.AddHostedService(provider => provider.GetRequiredService<Publisher>());
    }
}
