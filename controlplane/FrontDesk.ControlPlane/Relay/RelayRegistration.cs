using System.Security.Cryptography;
using FrontDesk.ControlPlane.Hosting;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>Registers what several control planes over one Redis need. Over an embedded store there is one, and nothing of this runs.</summary>
internal static class RelayRegistration
{
    /// <summary>Adds it, where the store can be shared.</summary>
    public static void AddRelay(this IServiceCollection services, ControlPlaneOptions options)
    {
        if (options.Store == "embedded")
        {
            return;
        }

        var host = options.Names.Count > 0 ? options.Names[0] : Environment.MachineName;
        services.AddSingleton(new RelayIdentity(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), $"{host}:{options.EdgeListen.Port}"));
        services.AddSingleton(options.Relay).AddSingleton<RelayWriter>().AddSingleton<RelayReader>().AddHostedService<RelayLoop>();
    }
}
