using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Registers the audit log.</summary>
internal static class AuditRegistration
{
    /// <summary>Adds it.</summary>
    public static void AddAudit(this IServiceCollection services, ControlPlaneStore store, AuditOptions options)
    {
        services.AddSingleton(options).AddSingleton(store.Audit).AddSingleton<AuditReading>();
        services.AddSingleton<AuditTrail>().AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
        services.AddHostedService<AuditForgetting>();
        services.AddGrpc().AddServiceOptions<AuditRpc>(options => options.Interceptors.Add<AdminCalls>());
    }
}
