using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class CanonicalExportTests
{
    [Fact]
    public void A_configuration_has_one_spelling() => Assert.Null(CaseFile.Compare("canonical.txt", input => DocumentWriter.Write(Desk.Of(input).Resources).TrimEnd('\n').Split('\n')));

    [Fact]
    public void A_configuration_has_one_spelling_in_json() => Assert.Null(CaseFile.Compare("canonical-json.txt", input => DocumentWriter.WriteJson(Desk.Of(input).Resources).TrimEnd('\n').Split('\n')));

    [Fact]
    public void The_canonical_spelling_of_a_canonical_spelling_is_itself() => CsCheck.Check.Sample(Generated.Resources, resources =>
    {
        var text = DocumentWriter.Write(resources);
        Assert.Equal(text, DocumentWriter.Write(Desk.Of(text).Resources));
    }, iter: 1_000);

    [Fact]
    public void Secret_bytes_are_never_written()
    {
        var read = DocumentReader.Read([new SourceFile("desk.yaml", """certificates: { a: { names: [a.example], pair: { chain: "${SHOP_CERT}", key: "${SHOP_KEY}" } } }""")], Pairs.Variable);

        Assert.NotEmpty(Assert.Single(read.Resources).Certificate.Pair.Key);
        Assert.Equal("certificates:\n  a: { names: [a.example], pair: {} }\n", DocumentWriter.Write(read.Resources));
    }
}
