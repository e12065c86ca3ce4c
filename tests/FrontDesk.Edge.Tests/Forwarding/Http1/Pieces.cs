using CsCheck;

namespace FrontDesk.Edge.Tests.Forwarding.Http1;

/// <summary>Bytes cut into reads.</summary>
internal static class Pieces
{
    /// <summary>Any way to cut so many bytes: the ends of the pieces, the last one being the whole.</summary>
    public static Gen<int[]> Ends(int length) =>
        Gen.Int[0, length].Array[0, 12].Select(ends => ends.Append(length).Order().ToArray());

    /// <summary>Every byte by itself.</summary>
    public static int[] Single(int length) => [.. Enumerable.Range(1, length)];
}
