using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>Registers the care of the store.</summary>
internal static class StorageRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<StoreReport>();
        services.AddSingleton(provider => new BackingUp(
            provider.GetRequiredService<ControlPlaneStore>().Connection,
            provider.GetRequiredService<ControlPlaneStore>().Key,
            provider.GetRequiredService<ControlPlaneStore>().Records,
            provider.GetRequiredService<TimeProvider>()));
        services.AddGrpc().AddServiceOptions<StorageRpc>(options => options.Interceptors.Add<AdminCalls>());
        services.AddHostedService<AlarmMetrics>();
    }
}
