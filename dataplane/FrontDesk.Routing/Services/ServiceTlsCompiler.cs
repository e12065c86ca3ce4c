using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Services;

/// <summary>Compiles how endpoints prove who they are.</summary>
internal static class ServiceTlsCompiler
{
    private const int MaxCa = 256 * 1024;
    private const int MaxAuthorities = 100;

    /// <summary>The model; null where nothing special is asked for. Problems are told.</summary>
    public static ServiceTlsModel? Compile(ServiceTls? config, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        if (config.ServerName.Length > 0 && !HostName.TryNormalise(config.ServerName, out _))
        {
            problems.Add("tls.serverName", $"`{config.ServerName}` is not a host name.");
        }

        if (config.Ca.Length > 0 && !IsPem(config.Ca))
        {
            problems.Add("tls.ca", $"This is not 1 to {MaxAuthorities} certificates in PEM.");
        }

        if (config.InsecureSkipVerify && (config.Ca.Length > 0 || config.ServerName.Length > 0))
        {
            problems.Add("tls.insecureSkipVerify", "Any certificate is taken, so that ca and serverName would be for nothing.", "Leave one or the other out.");
        }

        return new(config.Ca.Length > 0 ? config.Ca : null, config.ServerName.Length > 0 ? config.ServerName : null, config.InsecureSkipVerify);
    }

    private static bool IsPem(string text)
    {
        if (text.Length > MaxCa)
        {
            return false;
        }

        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            return certificates.Count is > 0 and <= MaxAuthorities;
        }
        catch (CryptographicException)
        {
            return false;
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
