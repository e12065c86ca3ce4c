using CsCheck;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

/// <summary>Whatever stands in a file, the reader tells what is wrong and where; it never throws.</summary>
public sealed class MalformedDocumentTests
{
    /// <summary>Pieces that mean something to YAML, or nearly do.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "- ", "? ", "#", " #", "&", "&a ", "*", "*a ", "!", "!!", "!<", "!a!b ", "|", "|-\n", ">", ">+9\n", "'", "\"", "\\", "\\x", "\\u00", "\\U99999999", "%", "%YAML 1.2\n",
        "%YAML 99999999999.1\n", "%TAG ! x\n", "@", "`", "~", "<<: ", "---", "---\n", "--- ", "...\n", "\n", "\r", "\r\n", "\n\n", "\t", " ", "    ", "\0", "\u0001", "\u0085", "\u2028", "\ufeff", "\ud800", "é", "😀", "${", "$${", "null",
        "a: b\n", "routes:\n", "services: {", "http://u:p@h:1", "\n  - a\n", "\n- b", "? [a, b] : c\n",
    ];

    private static readonly string[] Seeds =
    [
        "routes: { shop.example.com: http://10.0.0.11:9000 }",
        """
        listeners:
          http:  { bind: ":8080", protocol: http, redirectToHttps: { port: 443 } }   # comment
        services:
          shop:  http://10.0.0.11:9000
          api: &api
            endpoints: [http://10.0.0.12:9000, { url: "h2c://[::1]:9000", weight: 3 }]
            timeouts: { connect: 2s, firstByte: 30s }
          copy: *api
        routes:
          shop-api:
            hosts: [shop.example.com, "*.shop.example.com"]
            paths:
              - /api/*
              - '~/v[0-9]+/.*'
            headers: { x-beta: "1", x-tenant: { regex: "[a-z]+" } }
            to:
            - service: api
              weight: 95
            respond:
              body: |
                User-agent: *
                Disallow: /
              contentType: >-
                text/
                plain
        settings:
          trustedProxies: [192.0.2.0/24]
        """,
        """{ "routes": { "a.example": { "to": "http://a:1", "headers": { "x": { "present": true } } } }, "services": {} }""",
        "---\n? routes\n: ? a\n  : to: b\n...\n",
    ];

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]),
        Gen.Char.Select(character => character.ToString()));

    private static readonly Gen<Func<string, string>> Mutation = Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Piece, Mutate);

    private static readonly Gen<string> Mutated = Gen.Select(Gen.Int[0, Seeds.Length - 1], Mutation.Array[1, 6], (seed, mutations) =>
        mutations.Aggregate(Seeds[seed], (text, mutation) => mutation(text)));

    [Fact]
    public void A_mutated_document_is_read_or_its_problems_are_told_with_their_places() => Mutated.Sample(Check, iter: 20_000);

    [Fact]
    public void Pieces_of_yaml_in_any_order_are_read_or_told_with_their_places() => Piece.Array[0, 12].Select(string.Concat).Sample(Check, iter: 20_000);

    /// <summary>What the parser throws for other things than its own exception, or what it goes on from out of step.</summary>
    [Theory]
    [InlineData("a: !<")]
    [InlineData("a: !<>b")]
    [InlineData("& a")]
    [InlineData("* a")]
    [InlineData("a: *")]
    [InlineData("[a, b")]
    [InlineData("[a\nb: c")]
    [InlineData("{a: [b\nc: d")]
    [InlineData("? [a]\n: b")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("%YAML 99999999999.1\n---\na: b")]
    [InlineData("%TAG ! x\n%TAG ! y\n---\na: b")]
    [InlineData("a: \"\\U99999999\"")]
    [InlineData("\ud800: a")]
    [InlineData("--- a\n--- b")]
    [InlineData("a: b\n...\n%")]
    public void A_document_that_is_none_has_a_problem_with_its_place(string text)
    {
        Check(text);
        Assert.NotEmpty(Read(text).Problems);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    [InlineData("&a [*a, ", "]")]
    public void A_document_that_is_too_deep_is_told(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + string.Concat(Enumerable.Repeat(close, 10_000));

        Check(text);
        Assert.NotEmpty(Read(text).Problems);
    }

    [Fact]
    public void Half_a_character_is_told_where_it_stands()
    {
        var problem = Assert.Single(Read("routes: {}\n# 😀 \ud83d\n").Problems);

        Assert.Equal((2u, 6u), (problem.Line, problem.Column));
    }

    [Fact]
    public void Json_may_write_a_character_as_two_escapes()
    {
        var read = Read("""{ "routes": { "a": { "hosts": ["*"], "respond": { "body": "\ud83d\ude00 \\ud83d\\ude00" } } } }""");

        Assert.Equal("😀 \\ud83d\\ude00", Assert.Single(read.Resources).Route.Respond.Body);
    }

    [Fact]
    public void Aliases_that_repeat_each_other_are_stopped()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(at => $"a{at}: &a{at} [{string.Join(", ", Enumerable.Repeat($"*a{at - 1}", 9))}]\n"));

        Assert.Contains("Aliases repeat more than 100,000 values.", Assert.Single(Read(bomb).Problems).Message, StringComparison.Ordinal);
    }

    private static ReadResult Read(string text) => DocumentReader.Read([new SourceFile("desk.yaml", text)], name => name == "HOST" ? "a" : null);

    private static void Check(string text)
    {
        // YAML also ends lines with NEL, LS and PS (§5.4 of 1.1, which the parser follows).
        var lines = text.Split(["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"], StringSplitOptions.None);
        foreach (var problem in Read(text).Problems)
        {
            Assert.Equal("desk.yaml", problem.File);
            Assert.NotEqual("", problem.Message);
            Assert.True(problem.Line >= 1 && problem.Line <= lines.Length + 1, $"line {problem.Line} of {lines.Length}: {problem.Message}\n{text}");
            Assert.True(problem.Column >= 1 && problem.Column <= text.Length + 2, $"column {problem.Column}: {problem.Message}\n{text}");
        }
    }

    private static Func<string, string> Mutate(int what, double from, double to, string piece) => text =>
    {
        var start = (int)(from * text.Length);
        var end = Math.Min(text.Length, start + (int)(to * 12));
        var part = text[start..end];
        return what switch
        {
            0 => text.Insert(start, piece),
            1 => text.Remove(start, part.Length),
            2 => text.Remove(start, part.Length).Insert(start, piece),
            3 => text.Insert((int)(to * text.Length), part),
            _ => text[..start],
        };
    };
}
