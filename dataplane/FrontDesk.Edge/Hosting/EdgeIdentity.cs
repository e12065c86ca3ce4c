namespace FrontDesk.Edge.Hosting;

/// <summary>Who this edge is, for logs and answers.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="BootId">Made anew at every start of the process: 16 hexadecimal digits.</param>
/// <param name="Started">When the process started.</param>
internal sealed record EdgeIdentity(string Node, string BootId, DateTimeOffset Started)
{
    /// <summary>This program's version.</summary>
    public static string Version { get; } = typeof(EdgeIdentity).Assembly.GetName().Version!.ToString(3);
}
