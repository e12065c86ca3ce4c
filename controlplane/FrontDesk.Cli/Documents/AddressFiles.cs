using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Documents;

/// <summary>Adds the addresses of the files that ipFile names to `ip`. Paths start from the document's folder.</summary>
internal static class AddressFiles
{
    private const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Replaces the files' names in all access policies, and tells which files give no addresses.</summary>
    public static IReadOnlyList<Problem> Embed(Shell shell, IReadOnlyList<Resource> resources, SourceMap sources)
    {
        var problems = new List<Problem>();
        foreach (var resource in resources.Where(static resource => resource.Access is not null))
        {
            for (var at = 0; at < resource.Access.Rules.Count; at++)
            {
                if (resource.Access.Rules[at].If is { IpFile.Length: > 0 } condition)
                {
                    var place = sources.Locate(new Problem { Severity = Severity.Error, Kind = Kind.Access, Name = resource.Name, Field = $"rules[{at}].if.ipFile" });
                    if (Trouble(shell, condition, place.File) is { } trouble)
                    {
                        place.Message = trouble;
                        place.Hint = "One address or range a line; the path starts from the document's folder.";
                        problems.Add(place);
                    }
                }
            }
        }

        return problems;
    }

    /// <summary>Reads a condition's file into it; what is wrong with the file, in a sentence, or null.</summary>
    private static string? Trouble(Shell shell, AccessCondition condition, string document)
    {
        var (file, folder) = (condition.IpFile, document is "" or "-" ? "" : Path.GetDirectoryName(document)!);
        condition.IpFile = "";
        try
        {
            var lines = BoundedFile.ReadText(shell.Resolve(Path.Combine(folder, file)), MostBytes).Split('\n').Select(static line => line.Split('#', ';')[0].Trim());
            var before = condition.Ip.Count;
            condition.Ip.Add(lines.Where(static line => line.Length > 0));

            // Without addresses the rule would hold for everybody.
            return condition.Ip.Count > before ? null : $"The file '{file}' holds no address.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The file '{file}' cannot be read: {e.Message.TrimEnd('.')}.";
        }
    }
}
