namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What came of a commit.</summary>
internal abstract record CommitOutcome
{
    private CommitOutcome()
    {
    }

    /// <summary>The change is this revision now.</summary>
    public sealed record Committed(DeskState State) : CommitOutcome;

    /// <summary>Nothing was changed: the head is another one than expected.</summary>
    public sealed record Conflict(uint Head) : CommitOutcome;

    /// <summary>Nothing was changed: a record that the change needs is not there, or no longer.</summary>
    public sealed record RecordMissing(string Name) : CommitOutcome;

    /// <summary>Nothing was changed: this idempotency key made this revision before.</summary>
    public sealed record Repeated(RevisionInfo Revision) : CommitOutcome;

    /// <summary>Nothing was changed: this idempotency key made this revision before, from another request.</summary>
    public sealed record KeyReused(RevisionInfo Revision) : CommitOutcome;
}
