namespace FrontDesk.ControlPlane.Leases;

/// <summary>What is logged about work that one control plane does for all: events 1850 to 1899.</summary>
internal static partial class LeasesLog
{
    [LoggerMessage(1850, LogLevel.Warning, "Another control plane took over the work '{Work}'; what this one had not finished, it wrote nothing of.")]
    public static partial void Lost(ILogger log, string work);

    [LoggerMessage(1851, LogLevel.Information, "The work '{Work}' could not be given back while the store is out of reach; the others notice.")]
    public static partial void Kept(ILogger log, string work);
}
