namespace FrontDesk.Edge.Limits;

/// <summary>Registers what limits need.</summary>
internal static class LimitsRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) => services
        .AddSingleton<LimitState>()
        .AddSingleton<LimitWatch>()
        .AddSingleton<LimitMetrics>();
}
