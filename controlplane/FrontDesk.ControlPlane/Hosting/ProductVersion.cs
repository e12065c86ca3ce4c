using System.Reflection;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The version of this program.</summary>
internal static class ProductVersion
{
    /// <summary>As people write it: `0.1.0`.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
