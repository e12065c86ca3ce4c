namespace FrontDesk.Quickstart;

/// <summary>The .NET host that runs this program, and shall run the others.</summary>
internal static class Dotnet
{
    /// <summary>The host's path; the one in PATH where this program runs without it.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
