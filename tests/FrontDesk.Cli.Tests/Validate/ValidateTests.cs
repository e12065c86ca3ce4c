using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Validate;

/// <summary>Validation without a control plane: nothing here has one.</summary>
public sealed class ValidateTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_one_line_site_is_valid()
    {
        _shell.Input = "routes: { shop.example.com: http://10.0.0.11:9000 }";
        Assert.Equal("valid: 2 resources\n", (await _shell.RunAsync("validate", "-f", "-")).Expect(0).Out);
    }

    [Fact]
    public async Task All_problems_are_told_at_once_with_file_line_and_column()
    {
        _shell.Write("desk/a.yaml", """
            services:
              api: { endpoints: ["http://10.0.0.12:9000", "ftp://x"] }
            routes:
              a: { hosts: [shop.example.com], to: nowhere }
              b: { host: [shop.example.com], to: api }
            """);
        _shell.Write("desk/b.yaml", """
            listeners:
              web: { bind: ":99999", protocol: https }
            routes:
              c: { hosts: ["bad host"], to: api }
            """);
        var ended = (await _shell.RunAsync("validate", "-f", "desk")).Expect(3);
        var difference = FrontDesk.Testing.Files.Golden.Compare("cli/validate.txt", ended.Error);
        Assert.True(difference is null, difference);
        Assert.Empty(ended.Out);
    }

    [Fact]
    public async Task Routes_that_cannot_be_told_apart_are_found_by_the_edges_compiler()
    {
        _shell.Input = """
            services: { api: http://10.0.0.12:9000 }
            routes:
              a: { hosts: [shop.example.com], paths: [/x], to: api }
              b: { hosts: [shop.example.com], paths: [/x], to: api }
            """;
        var ended = (await _shell.RunAsync("validate", "-f", "-")).Expect(3);
        Assert.StartsWith("-:4:", ended.Error, StringComparison.Ordinal);
        Assert.Contains("can never be told apart", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_of_different_groups_do_not_meet()
    {
        _shell.Input = """
            services: { api: http://10.0.0.12:9000 }
            routes:
              a: { hosts: [shop.example.com], to: api, groups: [eu] }
              b: { hosts: [shop.example.com], to: api, groups: [us] }
            """;
        (await _shell.RunAsync("validate", "-f", "-")).Expect(0);
    }

    [Fact]
    public async Task Programs_get_the_problems_as_data()
    {
        _shell.Input = "routes: { a: { hosts: [a.example.com], to: nowhere } }";
        var json = System.Text.Json.Nodes.JsonNode.Parse((await _shell.RunAsync("validate", "-f", "-", "-o", "json")).Expect(3).Out)!;
        Assert.Equal("to[0].service", (string)json["problems"]![0]!["field"]!);
    }
}
