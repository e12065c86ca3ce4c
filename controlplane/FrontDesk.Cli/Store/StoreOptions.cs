using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Store;

/// <summary>What `store` was asked.</summary>
/// <param name="Action">`status`, `accept`, `restore` or `backup`.</param>
/// <param name="File">The backup's file; null where none was given.</param>
/// <param name="Journal">Restore from the control plane's journal instead of a file.</param>
/// <param name="Message">Why, for the history; empty: the control plane says what was done.</param>
/// <param name="Yes">Do not ask.</param>
/// <param name="Format">How to answer.</param>
internal sealed record StoreOptions(string Action, string? File, bool Journal, string Message, bool Yes, OutputFormat Format);
