using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Delete;

/// <summary>What `delete` was asked.</summary>
/// <param name="Keys">The resources to remove.</param>
/// <param name="Change">How to change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record DeleteOptions(IReadOnlyList<ResourceKey> Keys, ChangeOptions Change, OutputFormat Format);
