namespace FrontDesk.ControlPlane.Fleet;

/// <summary>Registers what is known of the edges.</summary>
internal static class FleetRegistration
{
    /// <summary>Adds the fleet.</summary>
    public static void AddFleet(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<ControlPlaneMeter>().AddSingleton<LiveEdges>().AddSingleton<FleetView>().AddSingleton<EdgeAnswers>().AddSingleton<OldEdges>();
        services.AddSingleton<NodeCalls>().AddHostedService<NodeForgetting>();
    }
}
