using FrontDesk.Config.V1;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Certificates;

/// <summary>Compiles a certificate. Its bytes are the control plane's to check.</summary>
internal static class CertificateCompiler
{
    private const int MaxNames = 100;

    /// <summary>The certificate; null, with the problems told, where it is none.</summary>
    public static CertificateModel? Compile(string name, CertificateConfig config, Problems problems)
    {
        if (config.Names.Count is 0 or > MaxNames)
        {
            problems.Add("names", $"A certificate has 1 to {MaxNames} names, this one has {config.Names.Count}.");
        }

        var names = new List<string>(config.Names.Count);
        for (var i = 0; i < config.Names.Count; i++)
        {
            if (!HostPattern.TryNormalise(config.Names[i], out var host))
            {
                problems.Add($"names[{i}]", $"`{config.Names[i]}` is not a host name.", "Use a name or `*.` and a name; international names as A-labels (xn--…).");
            }
            else if (!names.Contains(host))
            {
                names.Add(host);
            }
        }

        var fromFiles = config.CertFile.Length > 0 && config.KeyFile.Length > 0;
        if ((config.Pair is not null ? 1 : 0) + (config.Internal is not null ? 1 : 0) + (fromFiles ? 1 : 0) != 1)
        {
            problems.Add("", "The certificate says not, or more than once, where it comes from.", "Give certFile with keyFile, or internal.");
        }

        return problems.None ? new CertificateModel(name, [.. names], config.Pair?.Version ?? 0) : null;
    }
}
