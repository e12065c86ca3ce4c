namespace FrontDesk.Edge.Limits;

/// <summary>What a limit says of one request.</summary>
/// <param name="IsAdmitted">Whether it is let through.</param>
/// <param name="Remaining">How many more could follow at once.</param>
/// <param name="Wait">When the next could be let through, in nanoseconds from now; 0 for at once.</param>
/// <param name="Reset">When nothing of what was counted counts any more, in nanoseconds from now.</param>
internal readonly record struct Verdict(bool IsAdmitted, int Remaining, long Wait, long Reset);
