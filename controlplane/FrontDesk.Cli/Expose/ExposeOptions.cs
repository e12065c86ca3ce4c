using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Expose;

/// <summary>What `expose` was asked.</summary>
/// <param name="Host">The host name, which also names the route and its service.</param>
/// <param name="Url">Where the service is.</param>
/// <param name="Change">How to change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ExposeOptions(string Host, string Url, ChangeOptions Change, OutputFormat Format);
