using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Services;

/// <summary>What a service's `tls` must be.</summary>
internal static class ServiceTlsRules
{
    private const int MaxCa = 256 * 1024;
    private const int MaxAuthorities = 100;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(ServiceConfig service, ResourceProblems problems)
    {
        if (service.Tls is not { } tls)
        {
            return;
        }

        if (!service.Endpoints.Any(static endpoint => endpoint.Url.StartsWith("https://", StringComparison.Ordinal)))
        {
            problems.Warning("tls", "No endpoint is https://, so that this is for nothing.", "Write the endpoints' URLs with https://.");
        }

        if (tls.ServerName.Length > 0 && !HostNames.IsName(tls.ServerName))
        {
            problems.Error("tls.serverName", $"`{tls.ServerName}` is not a host name.", "Write a name in lower case.");
        }

        if (tls.Ca.Length > 0 && WhyNoAuthorities(tls.Ca) is { } why)
        {
            problems.Error("tls.ca", why, "Give what stands in a .pem or .crt file: -----BEGIN CERTIFICATE----- and so on.");
        }

        if (tls.InsecureSkipVerify)
        {
            problems.Warning("tls.insecureSkipVerify", "Whoever is between the edges and this service can read and change everything.", "Give the service's authority as `ca` instead.");
            if (tls.Ca.Length > 0 || tls.ServerName.Length > 0)
            {
                problems.Error("tls.insecureSkipVerify", "Any certificate is taken, so that `ca` and `serverName` would be for nothing.", "Leave one or the other out.");
            }
        }
    }

    private static string? WhyNoAuthorities(string text)
    {
        if (text.Length > MaxCa)
        {
            return $"The text has {text.Length:N0} characters, but at most 256 KiB are allowed.";
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            return certificates.Count switch
            {
                0 => "There is no certificate in PEM in this text.",
                > MaxAuthorities => $"There are {certificates.Count} certificates, but at most {MaxAuthorities} are allowed.",
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return "A certificate in this text cannot be read.";
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
