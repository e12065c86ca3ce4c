namespace FrontDesk.Edge.Answers;

/// <summary>Why the edge answers by itself. Made once each: see <see cref="Refusals"/>.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">A stable word for logs, metrics and the answer's problem type.</param>
/// <param name="Detail">A sentence for people, without internals.</param>
/// <param name="Close">Whether the connection cannot be trusted with another request.</param>
internal sealed record Refusal(int Status, string Reason, string Detail, bool Close = false);
