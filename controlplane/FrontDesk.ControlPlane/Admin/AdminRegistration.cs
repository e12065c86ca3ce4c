using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Registers the operators' calls.</summary>
internal static class AdminRegistration
{
    /// <summary>Adds the calls, and gRPC itself.</summary>
    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<Drafting>().AddSingleton<Changing>().AddSingleton<Comparing>().AddSingleton<Reading>();
        services.AddSingleton<HistoryReading>().AddSingleton<Explaining>().AddSingleton<AdminCalls>();
        services.AddGrpc()
            .AddServiceOptions<ConfigurationRpc>(options => options.Interceptors.Add<AdminCalls>())
            .AddServiceOptions<FleetRpc>(options => options.Interceptors.Add<AdminCalls>())
            .AddServiceOptions<OperatorsRpc>(options => options.Interceptors.Add<AdminCalls>());
        services.AddGrpcReflection();
    }
}
