using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Differences;
using FrontDesk.Configuration.Documents;
using FrontDesk.Testing.Files;

namespace FrontDesk.Configuration.Tests.Differences;

public sealed class DifferTests
{
    private static readonly Gen<(Resource Before, Resource After)> SameKind = Gen.Select(Generated.Resource, Generated.Resource)
        .Where((before, after) => before.ConfigCase == after.ConfigCase)
        .Select((before, after) => (before, Renamed(after, before.Name)));

    /// <summary>Services with much the same endpoints, some of them twice.</summary>
    private static readonly Gen<Resource> Service = Gen.Select(Gen.Select(Gen.OneOf("a", "b", "c", "d"), Gen.UInt[0, 2], Endpoint).Array[0, 5],
        endpoints => new Resource { Name = "s", Service = new ServiceConfig { Endpoints = { endpoints } } });

    [Fact]
    public void Differences_are_told_field_by_field_in_the_order_of_the_contract() =>
        Assert.Null(CaseFile.Compare("differences.txt", input => Compare(input).SelectMany(Text)));

    [Fact]
    public void Differences_are_told_as_json() =>
        Assert.Null(Golden.Compare("configuration/difference.json", Differ.Compare(
            Read("services: { shop: { endpoints: [http://a:1, http://b:1], host: endpoint } }"),
            Read("services: { shop: { endpoints: [http://a:1, { url: http://c:1, weight: 2 }], timeouts: { idle: 5s } } }"))! + "\n"));

    [Fact]
    public void Equal_resources_do_not_differ() => Generated.Resource.Sample(resource => Assert.Null(Differ.Compare(resource, resource.Clone())), iter: 1_000);

    [Fact]
    public void Resources_that_are_not_equal_differ() => SameKind.Sample(pair =>
        Assert.Equal(pair.Before.Equals(pair.After), Differ.Compare(pair.Before, pair.After) is null), iter: 1_000);

    [Fact]
    public void A_difference_applied_to_the_one_gives_the_other() => SameKind.Sample(pair => AppliedGives(pair.Before, pair.After), iter: 3_000);

    [Fact]
    public void A_difference_of_lists_applied_to_the_one_gives_the_other() => Gen.Select(Service, Service).Sample(AppliedGives, iter: 5_000);

    [Fact]
    public void What_is_new_or_gone_is_told_whole() => Generated.Resource.Sample(resource =>
    {
        var added = Differ.Compare(null, resource)!;
        var deleted = Differ.Compare(resource, null)!;

        Assert.Equal(FrontDesk.Config.V1.Action.Add, added.Action);
        Assert.Equal(FrontDesk.Config.V1.Action.Delete, deleted.Action);
        Assert.Equal(added.Fields.Select(field => (field.Path, field.After)), deleted.Fields.Select(field => (field.Path, field.Before)));
        Assert.All(added.Fields, field => Assert.False(field.HasBefore));
    }, iter: 500);

    [Fact]
    public void Bytes_of_secrets_are_never_shown()
    {
        var before = Read("""certificates: { a: { names: [a.example], pair: { chain: "${SHOP_CERT}", key: "${SHOP_KEY}" } } }""");
        var after = Read("""certificates: { a: { names: [a.example], pair: { chain: "${SHOP_CERT}", key: "${OTHER_KEY}" } } }""");

        var field = Assert.Single(Differ.Compare(before, after)!.Fields);

        Assert.Equal(("pair", "(a secret)", "(another secret)"), (field.Path, field.Before, field.After));
        Assert.DoesNotContain(Differ.Compare(null, before)!.Fields, added => added.Path.StartsWith("pair.", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_and_nothing_cannot_be_compared() => Assert.Throws<ArgumentException>(() => Differ.Compare(null, null));

    /// <summary>The input holds two documents, parted by a line `@@`.</summary>
    private static IEnumerable<Difference> Compare(string input)
    {
        var parts = input.Split("@@\n");
        var (before, after) = (Desk.Of(parts[0]), Desk.Of(parts[1]));
        return before.Resources.Concat(after.Resources).Order(ResourceOrder.Instance).Select(resource => (Kind: Desk.KindOf(resource), resource.Name)).Distinct()
            .Select(key => Differ.Compare(before.TryGet(key.Kind, key.Name, out var was) ? was : null, after.TryGet(key.Kind, key.Name, out var becomes) ? becomes : null))
            .OfType<Difference>();
    }

    private static IEnumerable<string> Text(Difference difference) =>
    [
        $"{difference.Action} {difference.Kind} {difference.Name}",
        .. difference.Fields.Select(field => $"  {field.Path}: {(field.HasBefore ? field.Before : "·")} → {(field.HasAfter ? field.After : "·")}"),
    ];

    private static void AppliedGives(Resource before, Resource after)
    {
        var fields = Differ.Compare(before, after)?.Fields ?? [];
        Assert.True(Patched.Equals(before, fields, after), string.Join('\n', fields));
    }

    private static Endpoint Endpoint(string name, uint weight) => weight == 0 ? new Endpoint { Url = name } : new Endpoint { Url = name, Weight = weight };

    private static Resource Read(string yaml) => DocumentReader.Read([new SourceFile("desk.yaml", yaml)], Pairs.Variable).Resources[^1];

    private static Resource Renamed(Resource resource, string name)
    {
        resource = resource.Clone();
        resource.Name = name;
        return resource;
    }
}
