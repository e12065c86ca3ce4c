using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Snapshots;

/// <summary>What came of compiling a change.</summary>
/// <param name="Model">The new snapshot; the old one where there are errors.</param>
/// <param name="Problems">Everything that is wrong, all at once; empty when it compiled.</param>
public sealed record CompileResult(SnapshotModel Model, IReadOnlyList<Problem> Problems)
{
    /// <summary>Whether the change compiled.</summary>
    public bool Succeeded => Problems.Count == 0;
}
