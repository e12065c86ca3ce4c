namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>Values in order.</summary>
/// <param name="items">The values.</param>
/// <param name="line">See <see cref="DocumentNode.Line"/>.</param>
/// <param name="column">See <see cref="DocumentNode.Column"/>.</param>
internal sealed class ListNode(IReadOnlyList<DocumentNode> items, int line = 0, int column = 0) : DocumentNode(line, column)
{
    /// <summary>The values.</summary>
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Noun => "a list";
}
