using System.Text;
using System.Text.Json;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Documents;

/// <summary>
/// The way to a field as documents spell it: `endpoints[1].url`, `headers.x-beta`; a key with other characters than letters, digits,
/// `-` and `_` stands as `labels["a.b"]`, a JSON string. A stack that grows and shrinks as a resource is walked.
/// </summary>
internal sealed class FieldPath
{
    private readonly List<(string? Key, int Index)> _steps = [];

    /// <summary>Steps into a field or a map's entry.</summary>
    public void Push(string key) => _steps.Add((key, 0));

    /// <summary>Steps into a list's item.</summary>
    public void Push(int index) => _steps.Add((null, index));

    /// <summary>Steps back out.</summary>
    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>Starts over.</summary>
    public void Clear() => _steps.Clear();

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, index) in _steps)
        {
            _ = key is null ? text.Append('[').Append(index).Append(']') : AppendKey(text, key);
        }

        return text.ToString();
    }

    /// <summary>A path one step longer.</summary>
    public static string Join(string path, string key) => AppendKey(new StringBuilder(path), key).ToString();

    /// <summary>A path one step longer.</summary>
    public static string Join(string path, int index) => $"{path}[{index}]";

    /// <summary>The steps of a path: keys, or indexes where the key is null. What is malformed ends them.</summary>
    public static IEnumerable<(string? Key, int Index)> Steps(string path)
    {
        var at = 0;
        while (at < path.Length)
        {
            var rest = path.AsSpan(at);
            if (rest.StartsWith("[\""))
            {
                var end = EndOfText(path, at + 2);
                if (end < 0 || Unquote(path[(at + 1)..(end + 1)]) is not { } key)
                {
                    yield break;
                }

                yield return (key, 0);
                at = end + 2;
            }
            else if (rest[0] == '[')
            {
                var end = path.IndexOf(']', at);
                if (end < 0 || !int.TryParse(path.AsSpan(at + 1, end - at - 1), out var index))
                {
                    yield break;
                }

                yield return (null, index);
                at = end + 1;
            }
            else
            {
                at += rest[0] == '.' ? 1 : 0;
                var end = path.AsSpan(at).IndexOfAny('.', '[');
                end = end < 0 ? path.Length : at + end;
                yield return (path[at..end], 0);
                at = end;
            }
        }
    }

    private static StringBuilder AppendKey(StringBuilder text, string key)
    {
        if (key.Length == 0 || !key.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
        {
            return text.Append('[').Append(YamlScalar.Quote(key)).Append(']');
        }

        return (text.Length == 0 ? text : text.Append('.')).Append(key);
    }

    /// <summary>Where the quote stands that ends a text and is followed by a bracket; -1 where none does.</summary>
    private static int EndOfText(string path, int start)
    {
        for (var at = start; at + 1 < path.Length; at++)
        {
            if (path[at] == '\\')
            {
                at++;
            }
            else if (path[at] == '"')
            {
                return path[at + 1] == ']' ? at : -1;
            }
        }

        return -1;
    }

    private static string? Unquote(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(text);
        }
        catch (JsonException)
        {
            // A path that was not made here.
            return null;
        }
    }
}
