using System.Text.RegularExpressions;

namespace FrontDesk.Configuration.Documents;

/// <summary>Hides what may be a password in a text that repeats what people wrote: a URL's user information (RFC 3986 §3.2.1).</summary>
internal static partial class UserInfo
{
    /// <summary>The text with `***` for all between a `://`, or a backtick and `name:`, and the last `@`. Hides rather too much than too little.</summary>
    public static string Hide(string text) => text.Contains('@', StringComparison.Ordinal) ? Pattern().Replace(text, "***@") : text;

    [GeneratedRegex("(?<=://).*@|(?<=`)[^`:/ ]+:(?!/).*@", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
