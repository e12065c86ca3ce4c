using FrontDesk.ControlPlane.Identity;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The files that a control plane leaves in its directory for those who run it.</summary>
internal static class FirstFiles
{
    private const string FirstOperator = "admin";

    /// <summary>
    /// Writes the authority's certificate (`ca.crt`) and, where there is none that is good, an admin token (`admin.token`, 0600).
    /// So who lost the token deletes the file and starts again; who can do that holds the master key as well.
    /// </summary>
    /// <returns>The path of the token's file.</returns>
    public static async Task<string> WriteAsync(
        string directory, CertificateAuthority authority, OperatorTokens operators, CancellationToken cancellationToken)
    {
        var certificate = Path.Combine(directory, "ca.crt");
        await File.WriteAllTextAsync(certificate, authority.Certificate.ExportCertificatePem() + "\n", cancellationToken);

        var path = Path.Combine(directory, "admin.token");
        if (File.Exists(path)
            && await operators.FindAsync((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), cancellationToken) is not null)
        {
            return path;
        }

        var token = await operators.CreateAsync(FirstOperator, Role.Admin, cancellationToken);
        File.Delete(path);
        await using var file = new FileStream(path, ForOwnerOnly());
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(token.AsMemory(), cancellationToken);
        return path;
    }

    private static FileStreamOptions ForOwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
