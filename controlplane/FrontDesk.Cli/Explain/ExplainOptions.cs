using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>What `explain` and `access test` were asked.</summary>
/// <param name="Request">The request to think through.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ExplainOptions(ExplainRequest Request, OutputFormat Format);
