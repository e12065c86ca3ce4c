using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Token;

/// <summary>What `token create` was asked.</summary>
/// <param name="Name">What the holder is called.</param>
/// <param name="Role">What the token allows.</param>
/// <param name="Lifetime">How long it is good for.</param>
/// <param name="Format">How to answer.</param>
internal sealed record TokenCreateOptions(string Name, Role Role, Lifetime Lifetime, OutputFormat Format);

/// <summary>How long a token is good for.</summary>
/// <param name="Span">Null: until it is revoked.</param>
internal sealed record Lifetime(TimeSpan? Span);
