namespace FrontDesk.Configuration.Documents;

/// <summary>A document to be read.</summary>
/// <param name="Name">What errors call it: its path, or `-` for standard input.</param>
/// <param name="Text">YAML 1.2 or JSON.</param>
public sealed record SourceFile(string Name, string Text);
