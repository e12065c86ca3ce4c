namespace FrontDesk.Cli;

/// <summary>What a command's end says to scripts. The numbers never change.</summary>
internal static class ExitCode
{
    /// <summary>Done, or no difference.</summary>
    public const int Done = 0;

    /// <summary>An error that no other code names; wrong usage too.</summary>
    public const int Error = 1;

    /// <summary>`diff` found differences.</summary>
    public const int Differences = 2;

    /// <summary>The configuration was rejected by validation.</summary>
    public const int Rejected = 3;

    /// <summary>The head is not the one expected.</summary>
    public const int Conflict = 4;

    /// <summary>Not all connected edges acknowledged in time.</summary>
    public const int NotAcknowledged = 5;

    /// <summary>The control plane cannot be reached, or is not to be trusted.</summary>
    public const int Unreachable = 6;

    /// <summary>No token, a wrong one, or one whose role does not allow it.</summary>
    public const int NotAllowed = 7;

    /// <summary>An edge refused the revision.</summary>
    public const int Refused = 8;

    /// <summary>Every code with its meaning, for the reference.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "Done, or no difference."),
        (Error, "An error that no other code names; wrong usage too."),
        (Differences, "`diff` found differences."),
        (Rejected, "The configuration was rejected by validation; nothing was changed."),
        (Conflict, "The head is not the one expected (`--expect`), or another change came first; nothing was changed."),
        (NotAcknowledged, "The change is committed, but not all connected edges acknowledged it in time."),
        (Unreachable, "The control plane cannot be reached, or its certificate is not to be trusted."),
        (NotAllowed, "No token, a wrong one, or one whose role does not allow it."),
        (Refused, "The change is committed, but an edge refused it. Beats 5."),
    ];
}
