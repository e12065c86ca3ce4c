namespace FrontDesk.Edge.Pipeline;

/// <summary>Makes the ids that tie log lines together. They are unique, not secret.</summary>
internal static class Ids
{
    /// <summary>32 hexadecimal digits.</summary>
    public static string NewRequestId() =>
        string.Create(32, (Random.Shared.NextInt64(), Random.Shared.NextInt64()), static (text, id) =>
        {
            Write(id.Item1 ^ Environment.TickCount64 << 40, text[..16]);
            Write(id.Item2, text[16..]);
        });

    /// <summary>Writes 16 hexadecimal digits, lower case.</summary>
    public static void Write(long value, Span<char> target) => value.TryFormat(target, out _, "x16");
}
