using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using Google.Protobuf;

namespace FrontDesk.Cli.Documents;

/// <summary>Puts the bytes that certFile and keyFile name in their place, as `pair`. Paths start from the document's folder.</summary>
internal static class CertificateFiles
{
    private const int MostBytesOfChain = 64 * 1024;
    private const int MostBytesOfKey = 16 * 1024;

    /// <summary>Replaces the files' names in all certificates, and tells which files cannot be read.</summary>
    public static IReadOnlyList<Problem> Embed(Shell shell, IReadOnlyList<Resource> resources, SourceMap sources)
    {
        var problems = new List<Problem>();
        foreach (var resource in resources)
        {
            if (resource.Certificate is { } certificate && (certificate.CertFile.Length > 0 || certificate.KeyFile.Length > 0))
            {
                problems.AddRange(Embed(shell, resource.Name, certificate, sources));
            }
        }

        return problems;
    }

    private static IEnumerable<Problem> Embed(Shell shell, string name, CertificateConfig certificate, SourceMap sources)
    {
        if (certificate.Pair is not null || certificate.Internal is not null)
        {
            yield return sources.Locate(At(name, "certFile", "A certificate is read from files, or comes another way, not both.", "Keep one of certFile with keyFile, pair, internal."));
            yield break;
        }

        var pair = new CertificatePair();
        foreach (var (field, file, most) in new[] { ("certFile", certificate.CertFile, MostBytesOfChain), ("keyFile", certificate.KeyFile, MostBytesOfKey) })
        {
            var problem = sources.Locate(At(name, field, "", ""));
            if (TryRead(shell, file, problem, most) is not { } bytes)
            {
                yield return problem;
            }
            else if (field == "certFile")
            {
                pair.Chain = bytes;
            }
            else
            {
                pair.Key = bytes;
            }
        }

        certificate.Pair = pair;
        certificate.CertFile = "";
        certificate.KeyFile = "";
    }

    /// <summary>The file's bytes; null, and the problem filled in, where there are none.</summary>
    private static ByteString? TryRead(Shell shell, string file, Problem problem, int most)
    {
        if (file.Length == 0)
        {
            problem.Message = "certFile and keyFile belong together.";
            problem.Hint = $"Give {problem.Field} too.";
            return null;
        }

        var folder = problem.File is "" or "-" ? "" : Path.GetDirectoryName(problem.File)!;
        try
        {
            return ByteString.CopyFrom(BoundedFile.Read(shell.Resolve(Path.Combine(folder, file)), most));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem.Message = $"The file '{file}' cannot be read: {e.Message.TrimEnd('.')}.";
            problem.Hint = "Its path starts from the document's folder.";
            return null;
        }
    }

    private static Problem At(string name, string field, string message, string hint) =>
        new() { Severity = Severity.Error, Kind = Kind.Certificate, Name = name, Field = field, Message = message, Hint = hint };
}
