using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class SourceMapTests
{
    private const string Yaml = """
        services:
          shop: http://a:1
          pool: [http://b:1, http://c:1]
          api:
            endpoints:
              - http://d:1
              - url: http://e:1
                weight: 2
            timeouts: { connect: 2s }
            labels: { "a.b": c }
        routes:
          www: { hosts: [w.example], to: shop, headers: { x-a: { regex: "[" } } }
          one:
            hosts: o.example
            to: { service: api, weight: 3 }
          x.example: http://f:1
        settings: { trustedProxies: [10.0.0.0/8, 11.0.0.0/8] }
        """;

    [Theory]
    [InlineData(Kind.Service, "shop", "", "2:3")]
    [InlineData(Kind.Service, "shop", "endpoints[0].url", "2:9")]
    [InlineData(Kind.Service, "shop", "timeouts.connect", "2:9")]
    [InlineData(Kind.Service, "pool", "endpoints[1].url", "3:22")]
    [InlineData(Kind.Service, "pool", "endpoints[1]", "3:22")]
    [InlineData(Kind.Service, "api", "endpoints", "5:5")]
    [InlineData(Kind.Service, "api", "endpoints[0].url", "6:9")]
    [InlineData(Kind.Service, "api", "endpoints[0].weight", "6:9")]
    [InlineData(Kind.Service, "api", "endpoints[1]", "7:9")]
    [InlineData(Kind.Service, "api", "endpoints[1].url", "7:14")]
    [InlineData(Kind.Service, "api", "endpoints[1].weight", "8:17")]
    [InlineData(Kind.Service, "api", "endpoints[9].weight", "5:5")]
    [InlineData(Kind.Service, "api", "timeouts.connect", "9:26")]
    [InlineData(Kind.Service, "api", "timeouts.idle", "9:5")]
    [InlineData(Kind.Service, "api", "labels[\"a.b\"]", "10:22")]
    [InlineData(Kind.Service, "api", "host", "4:3")]
    [InlineData(Kind.Route, "www", "hosts[0]", "12:18")]
    [InlineData(Kind.Route, "www", "to[0].service", "12:34")]
    [InlineData(Kind.Route, "www", "headers.x-a.regex", "12:65")]
    [InlineData(Kind.Route, "one", "hosts[0]", "14:12")]
    [InlineData(Kind.Route, "one", "to[0].service", "15:20")]
    [InlineData(Kind.Route, "one", "to[0].weight", "15:33")]
    [InlineData(Kind.Route, "x.example", "hosts[0]", "16:14")]
    [InlineData(Kind.Service, "x.example", "endpoints[0].url", "16:14")]
    [InlineData(Kind.Settings, "settings", "trustedProxies[1]", "17:42")]
    [InlineData(Kind.Settings, "settings", "", "17:1")]
    public void A_problem_is_shown_where_its_field_stands_or_the_nearest_thing_around_it(Kind kind, string name, string field, string place)
    {
        var located = Read(Yaml).Sources.Locate(new Problem { Kind = kind, Name = name, Field = field });

        Assert.Equal($"desk.yaml:{place}", $"{located.File}:{located.Line}:{located.Column}");
    }

    [Fact]
    public void A_problem_of_what_is_in_no_document_stays_as_it_was()
    {
        var problem = new Problem { Kind = Kind.Route, Name = "nowhere", Field = "to" };

        Assert.Equal(problem, Read(Yaml).Sources.Locate(problem));
    }

    [Fact]
    public void A_problem_that_has_its_place_keeps_it()
    {
        var problem = new Problem { Kind = Kind.Service, Name = "shop", File = "other.yaml", Line = 7 };

        Assert.Equal(problem, Read(Yaml).Sources.Locate(problem));
    }

    [Fact]
    public void Whatever_stands_as_a_field_is_no_reason_to_fail() => Gen.String[Gen.Char["ab.[]\"\\019"], 0, 12].Sample(field =>
        Assert.NotEqual(0u, Read(Yaml).Sources.Locate(new Problem { Kind = Kind.Service, Name = "api", Field = field }).Line), iter: 2_000);

    [Fact]
    public void Every_value_is_found_again_where_it_was_written() => Generated.Resource.Array[1, 4].Sample(some =>
    {
        var resources = some.DistinctBy(resource => resource.Name).ToList();
        var text = DocumentWriter.Write(resources);
        var read = Read(text);
        var lines = text.Split('\n');
        foreach (var resource in resources)
        {
            foreach (var (path, node) in Scalars("", MessageTree.FieldsOf(resource)))
            {
                var place = read.Sources.Locate(new Problem { Kind = Desk.KindOf(resource), Name = resource.Name, Field = path });
                Assert.StartsWith(YamlText.OnOneLine(node), lines[place.Line - 1][((int)place.Column - 1)..], StringComparison.Ordinal);
            }
        }
    }, iter: 1_000);

    private static IEnumerable<(string Path, ScalarNode Node)> Scalars(string path, DocumentNode node) => node switch
    {
        MapNode map => map.Entries.SelectMany(entry => Scalars(FieldPath.Join(path, entry.Key.Text), entry.Value)),
        ListNode list => list.Items.SelectMany((item, at) => Scalars(FieldPath.Join(path, at), item)),
        ScalarNode scalar => [(path, scalar)],
        _ => [],
    };

    private static ReadResult Read(string text)
    {
        var read = DocumentReader.Read([new SourceFile("desk.yaml", text)], _ => null);
        Assert.Empty(read.Problems);
        return read;
    }
}
