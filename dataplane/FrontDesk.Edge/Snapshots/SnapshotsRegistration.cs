namespace FrontDesk.Edge.Snapshots;

/// <summary>Registers what puts configurations in force and keeps them.</summary>
internal static class SnapshotsRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services) => services
        .AddSingleton<CurrentSnapshot>()
        .AddSingleton<LastKnownGood>()
        .AddSingleton<SecretVault>()
        .AddSingleton<StateWriter>()
        .AddSingleton<Activation>()
        .AddHostedService<Restoration>()
        .AddHostedService<StateCatchUp>();
}
