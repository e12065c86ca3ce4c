using FrontDesk.Admin.V1;

namespace FrontDesk.Cli.Changes;

/// <summary>What every command that changes the configuration takes.</summary>
internal sealed record ChangeOptions
{
    /// <summary>How long edges get to answer unless said otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Wait until every connected edge of the touched groups has answered.</summary>
    public bool Wait { get; init; }

    /// <summary>How long to wait for edges. 0 to 10 min.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Check and show, but change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Why, for the history.</summary>
    public string Message { get; init; } = "";

    /// <summary>Change only if this is the head; null: whatever the head is.</summary>
    public uint? Expect { get; init; }

    /// <summary>Change also what some edges are too old for.</summary>
    public bool AllowBehind { get; init; }

    /// <summary>Names this change, so that a repetition is none. One is made where none is given.</summary>
    public string IdempotencyKey { get; init; } = "";

    /// <summary>The header of the call. The same for every attempt of one run.</summary>
    public ChangeHeader Header()
    {
        var header = new ChangeHeader
        {
            DryRun = DryRun,
            AllowBehind = AllowBehind,
            Message = Message,
            IdempotencyKey = IdempotencyKey.Length > 0 ? IdempotencyKey : Guid.NewGuid().ToString("N"),
        };
        if (Expect is { } head)
        {
            header.ExpectedRevision = head;
        }

        return header;
    }
}
