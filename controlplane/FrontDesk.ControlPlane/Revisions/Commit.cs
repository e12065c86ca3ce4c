using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A change to be committed as the next revision: all of it or nothing.</summary>
internal sealed record Commit
{
    /// <summary>What changes; at most one operation per resource.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>The revision that the change was made and checked against. Another head: a conflict.</summary>
    public required uint ExpectedHead { get; init; }

    /// <summary>Who makes it: the name of the operator's token.</summary>
    public required string Author { get; init; }

    /// <summary>Why, for the history.</summary>
    public string Message { get; init; } = "";

    /// <summary>The same key commits once as long as its revision is in the history. Empty: every commit is its own.</summary>
    public string IdempotencyKey { get; init; } = "";

    /// <summary>
    /// What was asked for, in 32 bytes or none: <see cref="IdempotencyKey"/> with another digest is a mistake. Only a keyed hash of it is
    /// stored, for what was asked may hold secrets.
    /// </summary>
    public byte[] RequestDigest { get; init; } = [];

    /// <summary>The revision that this one goes back to; 0 where it is no rollback.</summary>
    public uint RollbackTo { get; init; }

    /// <summary>The names of records that must hold a value at the moment of the commit: secrets that the change refers to.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the audit log is to say of it, beside its revision: written in the same transaction. Null: nothing.</summary>
    public AuditEntry? Audit { get; init; }

    /// <summary>
    /// What <see cref="DeskState.With"/> gave for these operations at the expected head, where the caller has it from its checks:
    /// the change is then not compiled again.
    /// </summary>
    public DeskState? Prepared { get; init; }
}
