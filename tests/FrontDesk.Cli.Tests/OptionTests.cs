using System.CommandLine;
using FrontDesk.Cli.Apply;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Delete;
using FrontDesk.Cli.Diff;
using FrontDesk.Cli.Explain;
using FrontDesk.Cli.Get;
using FrontDesk.Cli.History;
using FrontDesk.Cli.JoinToken;
using FrontDesk.Cli.Output;
using FrontDesk.Cli.Status;
using FrontDesk.Cli.Sync;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Tests;

/// <summary>What command lines mean, apart from doing it.</summary>
public sealed class OptionTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Apply_has_safe_defaults()
    {
        var command = new ApplyCommand(_shell.Make());
        var options = command.Read(command.Parse(["-f", "a.yaml"]));
        Assert.Equal(["a.yaml"], options.Files);
        Assert.Equal(new ChangeOptions(), options.Change);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Change.Timeout);
        Assert.Equal(OutputFormat.Table, options.Format);
    }

    [Fact]
    public void Apply_reads_every_flag()
    {
        var command = new ApplyCommand(_shell.Make());
        var options = command.Read(command.Parse(
            ["-f", "a.yaml", "--file", "dir", "-f", "-", "--wait", "--timeout", "1.5m", "--dry-run", "-m", "why", "--expect", "0", "--idempotency-key", "0123456789abcdef", "-o", "json"]));
        Assert.Equal(["a.yaml", "dir", "-"], options.Files);
        Assert.Equal(
            new ChangeOptions { Wait = true, Timeout = TimeSpan.FromSeconds(90), DryRun = true, Message = "why", Expect = 0, IdempotencyKey = "0123456789abcdef" },
            options.Change);
        Assert.Equal(OutputFormat.Json, options.Format);
    }

    [Fact]
    public void Sync_takes_labels_one_by_one_or_parted_by_commas()
    {
        var command = new SyncCommand(_shell.Make());
        var options = command.Read(command.Parse(["-f", "a", "--select", "team=a,tier=", "--select", "site=eu=1", "--yes"]));
        Assert.Equal(new Dictionary<string, string> { ["team"] = "a", ["tier"] = "", ["site"] = "eu=1" }, options.Select);
        Assert.True(options.Yes);
        Assert.False(command.Read(command.Parse(["-f", "a"])).Yes);
    }

    [Theory]
    [InlineData(new[] { "route/shop" }, Kind.Route, "shop")]
    [InlineData(new[] { "routes/shop" }, Kind.Route, "shop")]
    [InlineData(new[] { "Route", "shop" }, Kind.Route, "shop")]
    [InlineData(new[] { "services" }, Kind.Service, "")]
    [InlineData(new[] { "settings/settings" }, Kind.Settings, "settings")]
    [InlineData(new string[0], Kind.Unspecified, "")]
    public void Get_takes_a_kind_and_a_name_in_every_spelling(string[] args, Kind kind, string name)
    {
        var command = new GetCommand(_shell.Make());
        var options = command.Read(command.Parse(args));
        Assert.Equal((kind, name), (options.Kind, options.Name));
    }

    [Theory]
    [InlineData(new[] { "route/a", "service/b" }, "route/a service/b")]
    [InlineData(new[] { "routes", "a", "b" }, "route/a route/b")]
    [InlineData(new[] { "settings" }, "settings/settings")]
    public void Delete_takes_any_number_of_resources(string[] args, string expected)
    {
        var command = new DeleteCommand(_shell.Make());
        Assert.Equal(expected, string.Join(' ', command.Read(command.Parse(args)).Keys.Select(key => KindText.Of(key.Kind, key.Name))));
    }

    [Theory]
    [InlineData(new[] { "https://a.example/x" }, "GET")]
    [InlineData(new[] { "POST", "https://a.example/x" }, "POST")]
    public void Explain_takes_a_url_with_or_without_a_method(string[] args, string method)
    {
        var command = new ExplainCommand(_shell.Make());
        var options = command.Read(command.Parse([.. args, "-H", "x-beta: 1", "-H", "x-time:12:30", "--revision", "3", "--group", "eu", "--client", "10.0.0.1", "--time", "2026-12-24T19:00:00+01:00"])).Request;
        Assert.Equal((method, "https://a.example/x", 3u, "eu", "10.0.0.1"), (options.Method, options.Url, options.Revision, options.Group, options.Client));
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero), options.Time.ToDateTimeOffset());
        Assert.Equal([("x-beta", "1"), ("x-time", "12:30")], options.Headers.Select(header => (header.Name, header.Value)));
    }

    [Fact]
    public void Diff_compares_with_documents_as_sync_would()
    {
        var command = new DiffCommand(_shell.Make());
        var options = command.Read(command.Parse(["-f", "a"]));
        Assert.Equal((0u, null, false), (options.From, options.To, options.Keep));
    }

    [Fact]
    public void Join_token_is_for_one_edge_and_an_hour()
    {
        var command = new JoinTokenCommand(_shell.Make());
        Assert.Equal(new JoinTokenOptions("", 1, TimeSpan.FromHours(1), OutputFormat.Table), command.Read(command.Parse([])));
        Assert.Equal(new JoinTokenOptions("eu", 5, TimeSpan.FromDays(2), OutputFormat.Yaml), command.Read(command.Parse(["--group", "eu", "--uses", "5", "--lifetime", "2d", "-o", "yaml"])));
    }

    [Fact]
    public void History_and_status_have_their_defaults()
    {
        var history = new HistoryCommand(_shell.Make());
        Assert.Equal(new HistoryOptions(50, null, OutputFormat.Table), history.Read(history.Parse([])));
        var status = new StatusCommand(_shell.Make());
        Assert.Equal(new StatusOptions("eu", true, OutputFormat.Json), status.Read(status.Parse(["--group", "eu", "-w", "-o", "json"])));
    }

    [Theory]
    [InlineData("Option '--file' is required", "apply")]
    [InlineData("--timeout wants a duration", "apply", "-f", "a", "--timeout", "30")]
    [InlineData("--timeout wants a duration", "apply", "-f", "a", "--timeout", "11m")]
    [InlineData("--expect wants a number", "apply", "-f", "a", "--expect", "-1")]
    [InlineData("16 to 64 characters", "apply", "-f", "a", "--idempotency-key", "short")]
    [InlineData("--select wants KEY=VALUE", "sync", "-f", "a", "--select", "team")]
    [InlineData("-H wants NAME: VALUE", "explain", "https://a.example", "-H", "x-beta")]
    [InlineData("either documents (-f) or a revision (--to)", "diff")]
    [InlineData("either documents (-f) or a revision (--to)", "diff", "-f", "a", "--to", "3")]
    [InlineData("--uses wants a number, 1 to 10000", "join-token", "--uses", "0")]
    [InlineData("-o wants table, json or yaml; it got 'xml'", "status", "-o", "xml")]
    [InlineData("`apply` has no flag --waitt. Did you mean `--wait`?", "apply", "-f", "a", "--waitt")]
    [InlineData("hint: `frontdesk nodes drain --help` tells what it takes", "nodes", "drain", "e1", "--yes")]
    [InlineData("there is no command 'gte'. Did you mean `get`?", "gte")]
    [InlineData("`status` does not know what to do with 'edge-1'", "status", "edge-1")]
    [InlineData("REVISION wants a number, 1 or more; it got 'latest'", "show", "latest")]
    [InlineData("REVISION wants a number, 1 or more; it got '-1'", "rollback", "--", "-1")]
    [InlineData("'rout' is no kind of resource. Did you mean `route`?", "get", "rout")]
    [InlineData("'pigs' is no kind of resource", "get", "pigs")]
    [InlineData("'shop' is no kind of resource", "delete", "shop")]
    [InlineData("'apples' not recognized", "completion", "apples")]
    [InlineData("there is no command 'top'", "top")]
    public async Task Wrong_usage_is_told_with_what_is_wanted(string message, params string[] args)
    {
        var ended = (await _shell.RunAsync(args)).Expect(1);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Out);
    }

    [Fact]
    public async Task Every_flag_can_stand_in_the_environment_and_the_command_line_wins()
    {
        _shell.Variables["FRONTDESK_OUTPUT"] = "json";
        Assert.Contains("\"version\"", (await _shell.RunAsync("version")).Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\"version\"", (await _shell.RunAsync("version", "-o", "table")).Expect(0).Out, StringComparison.Ordinal);
        _shell.Variables["FRONTDESK_OUTPUT"] = "xml";
        (await _shell.RunAsync("version")).Expect(1);
    }

    [Fact]
    public async Task Switches_and_lists_can_stand_in_the_environment()
    {
        _shell.Write("a.yaml", "services: { a: http://10.0.0.1:1 }");
        _shell.Write("b.yaml", "services: { b: http://10.0.0.1:1 }");
        _shell.Variables["FRONTDESK_FILE"] = "a.yaml,b.yaml";
        Assert.Contains("2 resources", (await _shell.RunAsync("validate")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_the_help_lists_the_commands_of_this_version()
    {
        var ended = (await _shell.RunAsync()).Expect(0);
        var listed = CommandTree.Build(_shell.Make()).Subcommands.Select(command => command.Name);
        Assert.Equal(
            "validate diff apply sync get export delete history show rollback status nodes join-token users api-keys explain access logs limits expose login token audit store completion version".Split(' '), listed);
        Assert.All(listed, name => Assert.Contains($"  {name}", ended.Out, StringComparison.Ordinal));
    }
}
