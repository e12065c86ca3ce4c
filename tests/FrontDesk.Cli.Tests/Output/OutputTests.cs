using System.Text.Json.Nodes;
using FrontDesk.Cli.Output;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Output;

public sealed class OutputTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\tand\r", "two lines and")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("\u009b", "\\u009b")]
    public void Text_from_elsewhere_cannot_move_the_cursor(string text, string printed) => Assert.Equal(printed, Printable.Line(text));

    [Fact]
    public void Columns_are_as_wide_as_their_widest_text_and_colour_has_no_width()
    {
        using var shell = new TestShell { OutIsTerminal = true };
        var output = new StringWriter();
        var table = new Table("A", "B", "C");
        table.Add("longer", new Cell("x", Tone.Good), "");
        table.Write(shell.Make(output));
        Assert.Equal("\u001b[1mA\u001b[0m       \u001b[1mB\u001b[0m  \u001b[1mC\u001b[0m\nlonger  \u001b[32mx\u001b[0m\n", output.ToString());
    }

    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("edge-1.example", "edge-1.example")]
    public void Yaml_is_plain_only_where_every_reader_takes_it_for_a_text(string text, string written)
    {
        var output = new StringWriter();
        YamlText.Write(output, new JsonObject { ["v"] = text });
        Assert.Equal($"v: {written}\n", output.ToString());
    }

    [Fact]
    public void Yaml_nests_lists_and_maps()
    {
        var output = new StringWriter();
        YamlText.Write(output, JsonNode.Parse("""{"a":[[1,2],{"b":null,"c":[]},{}],"d":{"e":true}}""")!.AsObject());
        Assert.Equal("a:\n  -\n    - 1\n    - 2\n  - b: null\n    c: []\n  - {}\nd:\n  e: true\n", output.ToString());
    }
}
