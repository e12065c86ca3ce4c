using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Audit;

/// <summary>What `audit` was asked.</summary>
/// <param name="Since">How far back; null: all that is kept.</param>
/// <param name="Who">Only what this operator, node or token did; empty: all.</param>
/// <param name="What">Only calls or objects that contain this; empty: all.</param>
/// <param name="Limit">The newest so many.</param>
/// <param name="Follow">Go on with what comes.</param>
/// <param name="Format">How to answer.</param>
internal sealed record AuditOptions(TimeSpan? Since, string Who, string What, uint Limit, bool Follow, OutputFormat Format);
