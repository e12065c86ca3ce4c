namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>A name in a map and its value.</summary>
/// <param name="Key">The name, where it stands.</param>
/// <param name="Value">The value.</param>
internal readonly record struct MapEntry(ScalarNode Key, DocumentNode Value);
