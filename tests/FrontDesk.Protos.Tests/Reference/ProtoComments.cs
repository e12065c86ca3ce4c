using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.Protos.Tests.Reference;

/// <summary>The comments of the contract's files, which descriptors at run time do not keep. CommentTests holds each declaration to have one, on the lines above it.</summary>
internal static partial class ProtoComments
{
    private static readonly Dictionary<string, string> Texts =
        Directory.EnumerateFiles(Repository.PathOf("protos/FrontDesk.Protos"), "*.proto", SearchOption.AllDirectories).SelectMany(Read).ToDictionary();

    /// <summary>The comment of a message, an enum, a field or a value, by its full name.</summary>
    public static string Of(string fullName) => Texts[fullName];

    private static IEnumerable<KeyValuePair<string, string>> Read(string path)
    {
        var scope = new Stack<string>();
        var comment = new List<string>();
        foreach (var line in File.ReadLines(path).Select(static line => line.Trim()))
        {
            if (Package().Match(line) is { Success: true } package)
            {
                scope.Push(package.Groups[1].Value);
            }
            else if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }
            else if (Declaration().Match(line) is { Success: true } declared)
            {
                // A oneof is no scope of names: its fields are the message's. Values of enums are read as the enum's own, too.
                var name = declared.Groups["name"].Value;
                yield return new($"{scope.Peek()}.{name}", string.Join(' ', comment));
                if (line.EndsWith('{'))
                {
                    scope.Push(line.StartsWith("oneof ", StringComparison.Ordinal) ? scope.Peek() : $"{scope.Peek()}.{name}");
                }
            }
            else if (line.EndsWith('{'))
            {
                scope.Push(scope.Peek());
            }
            else if (line == "}")
            {
                scope.Pop();
            }

            comment.Clear();
        }
    }

    [GeneratedRegex(@"^package\s+([\w.]+);")]
    private static partial Regex Package();

    [GeneratedRegex(@"^((message|enum|service|oneof)\s+(?<name>\w+)\s*\{|rpc\s+(?<name>\w+)|((repeated|optional)\s+)?[\w.]+(<[^>]+>)?\s+(?<name>\w+)\s*=\s*\d+|(?<name>[A-Z][A-Z0-9_]+)\s*=\s*\d+)")]
    private static partial Regex Declaration();
}
