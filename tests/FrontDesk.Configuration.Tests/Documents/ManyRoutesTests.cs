using System.Diagnostics;
using System.Text;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Validation;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class ManyRoutesTests(ITestOutputHelper output)
{
    private const int Count = 100_000;

    [Fact]
    public void A_hundred_thousand_routes_in_one_document_are_read_and_validated()
    {
        var text = new StringBuilder("services: { shop: http://10.0.0.11:9000 }\nroutes:\n");
        for (var number = 0; number < Count; number++)
        {
            text.Append($"  r{number}: {{ hosts: [h{number}.example.com], paths: [/api/*], to: shop }}\n");
        }

        var watch = Stopwatch.StartNew();
        var read = DocumentReader.Read([new SourceFile("desk.yaml", text.ToString())], _ => null);
        output.WriteLine($"read {text.Length:N0} characters in {watch.ElapsedMilliseconds:N0} ms");
        var desk = new Desk(read.Resources);
        watch.Restart();
        var problems = ConfigurationValidator.Validate(desk, desk.Keys, Desk.Now);
        output.WriteLine($"validated {read.Resources.Count:N0} resources in {watch.ElapsedMilliseconds:N0} ms");

        Assert.Empty(read.Problems);
        Assert.Empty(problems);
        Assert.Equal(Count + 1, read.Resources.Count);
    }

    [Fact]
    public void A_hundred_thousand_mistakes_are_all_told()
    {
        var text = new StringBuilder("services:\n");
        for (var number = 0; number < Count; number++)
        {
            text.Append($"  s{number}: {{ endpoint: http://a:1 }}\n");
        }

        var watch = Stopwatch.StartNew();
        var read = DocumentReader.Read([new SourceFile("desk.yaml", text.ToString())], _ => null);
        output.WriteLine($"told {read.Problems.Count:N0} problems in {watch.ElapsedMilliseconds:N0} ms");

        Assert.Equal(Count, read.Problems.Count);
    }
}
