namespace FrontDesk.Testing.Networking;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Names in lower case, with values, in order.</param>
/// <param name="Body">The body without framing, one character a byte.</param>
public sealed record RawAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <summary>The first value of a header; null where there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name == name).Value;
}
