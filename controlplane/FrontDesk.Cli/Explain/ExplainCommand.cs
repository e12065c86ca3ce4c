using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>`frontdesk explain`.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly Argument<string[]> _request = new("REQUEST")
    {
        Description = "A method (default GET) and an absolute URL, as in GET https://shop.example.com/api/x.",
        Arity = new ArgumentArity(1, 2),
    };

    private readonly Option<string[]> _headers = Flag.Texts("--header", "NAME: VALUE", "A header of the request, as curl takes it. May be given again.", "-H");
    private readonly Option<uint?> _revision = Flag.Number("--revision", "REVISION", "Think it through at this revision. Default: the head.");
    private readonly Option<string?> _group = Flag.Text("--group", "GROUP", "As an edge of this group. Default: default.");
    private readonly Option<string?> _client = Flag.Text("--client", "ADDRESS", "The client's address. Default: 192.0.2.1.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ExplainCommand(Shell shell)
        : base("explain", "Tells what an edge would do with a request, and why: listener, certificate, route, service, and why the others lost.")
    {
        Add(_request);
        Add(_headers);
        Add(_revision);
        Add(_group);
        Add(_client);
        Add(_output);
        Validators.Add(result =>
        {
            if ((result.GetValue(_headers) ?? []).FirstOrDefault(header => header.IndexOf(':', StringComparison.Ordinal) <= 0) is { } header)
            {
                result.AddError($"-H wants NAME: VALUE, as in -H 'x-beta: 1'; it got '{header}'");
            }
        });
        SetAction((parse, cancellation) => ExplainRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ExplainOptions Read(ParseResult parse)
    {
        var request = parse.GetRequiredValue(_request);
        var headers = (parse.GetValue(_headers) ?? []).Select(header => header.Split(':', 2)).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim()));
        return new ExplainOptions(
            request.Length == 2 ? request[0] : "GET",
            request[^1],
            [.. headers],
            parse.GetValue(_revision) ?? 0,
            parse.GetValue(_group) ?? "",
            parse.GetValue(_client) ?? "",
            OutputFlag.Read(parse, _output));
    }
}
