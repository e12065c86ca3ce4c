namespace FrontDesk.Cli.Export;

/// <summary>What `export` was asked.</summary>
/// <param name="Revision">At which revision; 0: the head.</param>
/// <param name="Select">Only what carries all these labels.</param>
/// <param name="Json">Write JSON, not YAML.</param>
internal sealed record ExportOptions(uint Revision, IReadOnlyDictionary<string, string> Select, bool Json);
