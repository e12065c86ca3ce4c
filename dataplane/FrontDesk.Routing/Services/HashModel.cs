namespace FrontDesk.Routing.Services;

/// <summary>What of a request decides which endpoint it goes to, compiled.</summary>
/// <param name="By">What it is.</param>
/// <param name="Name">The name of the header or cookie; empty otherwise.</param>
public sealed record HashModel(HashBy By, string Name);

/// <summary>What of a request can decide which endpoint it goes to.</summary>
public enum HashBy
{
    /// <summary>The client's address.</summary>
    Client,

    /// <summary>A request header.</summary>
    Header,

    /// <summary>A cookie.</summary>
    Cookie,

    /// <summary>The path.</summary>
    Path,
}
