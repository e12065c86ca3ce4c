namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>A text without structure.</summary>
/// <param name="text">The text, without quotes and escapes.</param>
/// <param name="isPlain">It stands without quotes, so that YAML may take it for null; the writer writes it as it is.</param>
/// <param name="line">See <see cref="DocumentNode.Line"/>.</param>
/// <param name="column">See <see cref="DocumentNode.Column"/>.</param>
internal sealed class ScalarNode(string text, bool isPlain, int line = 0, int column = 0) : DocumentNode(line, column)
{
    /// <summary>The text, without quotes and escapes.</summary>
    public string Text { get; } = text;

    /// <summary>It stands without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>It is YAML's null (core schema, YAML 1.2 §10.3.2): nothing, `~` or `null` without quotes.</summary>
    public bool IsNull => IsPlain && (Text is "" or "~" or "null" or "Null" or "NULL");

    /// <inheritdoc/>
    public override string Noun => IsNull ? "empty" : "a single value";
}
