using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Rollback;

/// <summary>What `rollback` was asked.</summary>
/// <param name="Revision">The revision to go back to.</param>
/// <param name="Change">How to change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record RollbackOptions(uint Revision, ChangeOptions Change, OutputFormat Format);
