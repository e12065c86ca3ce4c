using FrontDesk.Cli.Output;
using FrontDesk.Edge.V1;

namespace FrontDesk.Cli.Logs;

/// <summary>What `logs` was asked.</summary>
/// <param name="Filter">Which requests.</param>
/// <param name="Format">How to answer.</param>
internal sealed record LogsOptions(RequestFilter Filter, OutputFormat Format);
