using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Validate;

/// <summary>What `validate` was asked.</summary>
/// <param name="Files">The documents; at least one.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ValidateOptions(IReadOnlyList<string> Files, OutputFormat Format);
