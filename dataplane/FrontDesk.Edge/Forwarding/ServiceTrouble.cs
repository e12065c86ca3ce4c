using System.Globalization;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Says in a sentence why a service cannot be served, or not as it should.</summary>
internal static class ServiceTrouble
{
    /// <summary>The sentence; null where there is no trouble.</summary>
    public static string? Of(ServiceState service)
    {
        // A name first: without addresses there is nothing to be fit.
        foreach (var unresolved in service.Names)
        {
            if (unresolved.Failure is not { } failure)
            {
                continue;
            }

            var used = unresolved.Addresses.Length == 0
                ? "No address of it is known, so it gets no requests."
                : string.Create(CultureInfo.InvariantCulture, $"Its {unresolved.Addresses.Length} addresses known last are used.");
            return $"The name {unresolved.Host} does not resolve: {failure.TrimEnd('.')}. {used} Is it spelt right, and does the edge's resolver know it?";
        }

        var pool = service.Pool;
        return pool.Fit == 0 && pool.All.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"None of its {pool.All.Length} endpoints is fit: they fail, or do not answer as `health` wants. All are asked nonetheless. Is the service running?")
            : null;
    }
}
