using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class SeveralFilesTests
{
    [Fact]
    public void A_configuration_means_the_same_in_one_file_and_in_several() => Gen.Select(Generated.Resources, Gen.Int[0, 2].Array[20]).Sample((resources, file) =>
    {
        var files = Enumerable.Range(0, 3).Select(number => new SourceFile(
            $"{number}", Write(number, resources.Where((_, at) => file[at % file.Length] == number)))).ToList();

        var read = DocumentReader.Read(files, _ => null);

        Assert.True(read.Problems.Count == 0, string.Join('\n', read.Problems.Select(ProblemText.Format)));
        Assert.True(resources.SequenceEqual(read.Resources));
    }, iter: 1_000);

    [Fact]
    public void What_one_file_names_another_may_declare() => Assert.Empty(Checked.Problems(
        new SourceFile("routes.yaml", "routes: { a: { hosts: [a.example], to: shop } }"),
        new SourceFile("empty.yaml", ""),
        new SourceFile("comment.yaml", "# nothing yet\n"),
        new SourceFile("-", "{ \"services\": { \"shop\": [\"http://a:1\"] } }")));

    [Fact]
    public void A_file_that_cannot_be_read_does_not_hide_what_the_others_say()
    {
        var read = DocumentReader.Read([new SourceFile("a.yaml", "services: ["), new SourceFile("b.yaml", "services: { b: http://b:1 }\nroutez: {}")], _ => null);

        Assert.Equal("b", Assert.Single(read.Resources).Name);
        Assert.Equal(["a.yaml", "b.yaml"], read.Problems.Select(problem => problem.File));
    }

    [Fact]
    public void A_resource_stands_where_its_own_file_has_it()
    {
        var read = DocumentReader.Read([new SourceFile("a.yaml", "services: { a: http://a:1 }"), new SourceFile("b.yaml", "\n\nservices: { b: http://b:1 }")], _ => null);

        var located = read.Sources.Locate(new Problem { Kind = Kind.Service, Name = "b" });

        Assert.Equal(("b.yaml", 3u, 13u), (located.File, located.Line, located.Column));
    }

    private static string Write(int number, IEnumerable<Resource> resources) => number == 2 ? DocumentWriter.WriteJson(resources) : DocumentWriter.Write(resources);
}
