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

        services.AddSingleton(new RelayIdentity(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), options.Name));
        services.AddSingleton(options.Relay).AddSingleton<RelayWriter>().AddSingleton<RelayReader>().AddHostedService<RelayLoop>();
    }
}
