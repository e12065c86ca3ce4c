using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Access;

/// <summary>A signed token, compiled.</summary>
/// <param name="Issuer">What `iss` must be.</param>
/// <param name="Audiences">What `aud` must be, or hold: one of these.</param>
/// <param name="Keys">Where the keys come from.</param>
/// <param name="Algorithms">The algorithms that are allowed.</param>
/// <param name="ClockSkew">How far clocks may differ.</param>
/// <param name="Claims">What further claims must be.</param>
/// <param name="Forward">Headers that the service gets, by claim.</param>
/// <param name="KeepsCredentials">Whether the service gets the token too.</param>
public sealed record JwtModel(
    string Issuer,
    string[] Audiences,
    JwksModel Keys,
    string[] Algorithms,
    TimeSpan ClockSkew,
    KeyValuePair<string, ValueCondition>[] Claims,
    KeyValuePair<string, string>[] Forward,
    bool KeepsCredentials) : RequirementModel
{
    /// <inheritdoc/>
    internal override IEnumerable<string> Headers => Forward.Select(static claim => claim.Value);

    /// <inheritdoc/>
    internal override string Doing =>
        $"wants a token of {Issuer} for {string.Join(" or ", Audiences)}{(Claims.Length == 0 ? "" : $", whose {string.Join(" and ", Claims.Select(static claim => $"{claim.Key} must {claim.Value.Text}"))},")} of";
}

/// <summary>Where the keys of an issuer come from. One of the two is empty.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Inline">The JSON text.</param>
public sealed record JwksModel(string Url, string Inline);
