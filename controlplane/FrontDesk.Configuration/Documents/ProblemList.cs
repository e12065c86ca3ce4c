using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Documents;

/// <summary>Collects what is wrong with one file, with places; knows which resource is being read.</summary>
/// <param name="file">The file's name.</param>
internal sealed class ProblemList(string file)
{
    private readonly List<Problem> _problems = [];

    /// <summary>The file's name.</summary>
    public string File { get; } = file;

    /// <summary>The resource being read; unspecified between resources.</summary>
    public (Kind Kind, string Name) Resource { get; set; } = (Kind.Unspecified, "");

    /// <summary>The field being read.</summary>
    public FieldPath Path { get; } = new();

    /// <summary>What was collected.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Tells an error of the current field at a value.</summary>
    public void Add(DocumentNode at, string message, string hint = "") => Add(at.Line, at.Column, message, hint);

    /// <summary>Tells an error of the current field at a place.</summary>
    public void Add(int line, int column, string message, string hint = "") => _problems.Add(new Problem
    {
        Severity = Severity.Error,
        Kind = Resource.Kind,
        Name = Resource.Name,
        Field = Path.ToString(),
        Message = UserInfo.Hide(message),
        Hint = UserInfo.Hide(hint),
        File = File,
        Line = (uint)Math.Max(0, line),
        Column = (uint)Math.Max(0, column),
    });
}
