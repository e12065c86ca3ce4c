using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Changes;

/// <summary>What came of a change.</summary>
/// <param name="Result">The result; null where the change was rejected.</param>
/// <param name="Problems">Warnings; where it was rejected, errors too.</param>
/// <param name="Differences">What it does, by kind and name.</param>
internal sealed record ChangeOutcome(ChangeResult? Result, IReadOnlyList<Problem> Problems, IReadOnlyList<Difference> Differences);
