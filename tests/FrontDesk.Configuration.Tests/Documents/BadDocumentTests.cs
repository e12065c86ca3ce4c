using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class BadDocumentTests
{
    [Fact]
    public void Every_mistake_in_a_document_is_told_with_its_place_and_what_to_do() =>
        Assert.Null(CaseFile.Compare("bad-documents.txt", input => Read(input).Problems.Select(ProblemText.Format)));

    private static ReadResult Read(string text) => DocumentReader.Read([new SourceFile("desk.yaml", text)], name => name == "HOST" ? "a" : null);
}
