using System.Text;

namespace FrontDesk.Configuration.Documents;

/// <summary>Replaces `${NAME}` in texts; `$${` stands for `${` itself.</summary>
internal static class Variables
{
    /// <summary>The text with all variables replaced; false, with the reason, where one is not set or not closed.</summary>
    public static bool TryResolve(string text, Func<string, string?> variable, out string resolved, out string reason)
    {
        (resolved, reason) = (text, "");
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return true;
        }

        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith("$${"))
            {
                result.Append("${");
                at += 3;
            }
            else if (rest.StartsWith("${"))
            {
                var end = rest.IndexOf('}');
                var name = end < 0 ? "" : rest[2..end].ToString();
                if (!IsName(name))
                {
                    reason = "`${` must be followed by the name of a variable and `}`.";
                    return false;
                }

                if (variable(name) is not { } value)
                {
                    reason = $"The variable {name} is not set.";
                    return false;
                }

                result.Append(value);
                at += end + 1;
            }
            else
            {
                result.Append(rest[0]);
                at++;
            }
        }

        resolved = result.ToString();
        return true;
    }

    /// <summary>The text so written that <see cref="TryResolve"/> gives it back.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
