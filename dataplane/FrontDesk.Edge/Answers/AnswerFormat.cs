namespace FrontDesk.Edge.Answers;

/// <summary>The forms in which the edge's own answers come.</summary>
internal enum AnswerFormat
{
    /// <summary>`application/problem+json` (RFC 9457).</summary>
    Problem,

    /// <summary>A small page.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,
}
