using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The files that a control plane leaves in its directory for those who run it.</summary>
internal static class FirstFiles
{
    private const string FirstOperator = "admin";

    /// <summary>
    /// Writes the authority's certificate (`ca.crt`) and, where there is none that is good, an admin token (`admin.token`, 0600).
    /// So who lost the token deletes the file and starts again; who can do that holds the master key as well. The file's token is not revoked by
    /// anyone who calls this control plane: it is the last way in.
    /// </summary>
    /// <returns>The path of the token's file.</returns>
    public static async Task<string> WriteAsync(
        string directory, CertificateAuthority authority, OperatorTokens operators, CancellationToken cancellationToken)
    {
        var certificate = Path.Combine(directory, "ca.crt");
        await File.WriteAllTextAsync(certificate, authority.Certificate.ExportCertificatePem() + "\n", cancellationToken);

        var path = Path.Combine(directory, "admin.token");
        if (File.Exists(path)
            && await operators.FindAsync((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), cancellationToken) is { Role: Role.Admin, Expires: null } found)
        {
            await operators.KeepAsync(found.Id, cancellationToken);
            return path;
        }

        var (token, about) = await operators.CreateAsync(FirstOperator, Role.Admin, lifetime: null, author: "", cancellationToken);
        File.Delete(path);
        await using var file = new FileStream(path, ForOwnerOnly());
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(token.AsMemory(), cancellationToken);
        await operators.KeepAsync(about.Id, cancellationToken);
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
