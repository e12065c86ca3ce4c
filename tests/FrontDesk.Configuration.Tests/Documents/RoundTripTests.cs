using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_written_as_yaml_reads_back_to_the_same_resources() => Generated.Resources.Sample(resources => ReadsBack(resources, DocumentWriter.Write(resources)), iter: 3_000);

    [Fact]
    public void What_is_written_as_json_reads_back_to_the_same_resources() => Generated.Resources.Sample(resources => ReadsBack(resources, DocumentWriter.WriteJson(resources)), iter: 3_000);

    [Fact]
    public void The_order_of_resources_changes_nothing_in_what_is_written() => Generated.Resources.Sample(resources =>
        Assert.Equal(DocumentWriter.Write(resources), DocumentWriter.Write(resources.Reverse())), iter: 300);

    private static void ReadsBack(IReadOnlyList<Resource> resources, string text)
    {
        var read = DocumentReader.Read([new SourceFile("written", text)], _ => null);
        Assert.True(read.Problems.Count == 0, $"{string.Join("\n", read.Problems.Select(ProblemText.Format))}\n{text}");
        Assert.True(resources.SequenceEqual(read.Resources), $"{text}\n{string.Join("\n", resources)}\n{string.Join("\n", read.Resources)}");
    }
}
