using System.CommandLine;
using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Flags;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Explain;

/// <summary>The arguments and flags that say which request to think through.</summary>
internal sealed class RequestFlags
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
    private readonly Option<string?> _time = Flag.Text("--time", "TIME", "The time by which access policies judge, as in 2026-12-24T18:00:00Z. Default: now.");

    /// <summary>Adds them to a command.</summary>
    public RequestFlags(Command command)
    {
        command.Add(_request);
        command.Add(_headers);
        command.Add(_revision);
        command.Add(_group);
        command.Add(_client);
        command.Add(_time);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(_headers) ?? []).FirstOrDefault(header => header.IndexOf(':', StringComparison.Ordinal) <= 0) is { } header)
            {
                result.AddError($"-H wants NAME: VALUE, as in -H 'x-beta: 1'; it got '{header}'");
            }

            if (result.GetValue(_time) is { } time && TimeOf(time) is null)
            {
                result.AddError($"--time wants a date and time, as in 2026-12-24T18:00:00Z or 2026-12-24T19:00:00+01:00; it got '{time}'");
            }
        });
    }

    /// <summary>The request that was asked about.</summary>
    public ExplainRequest Read(ParseResult parse)
    {
        var request = parse.GetRequiredValue(_request);
        var headers = (parse.GetValue(_headers) ?? []).Select(header => header.Split(':', 2)).Select(parts => new Header { Name = parts[0].Trim(), Value = parts[1].Trim() });
        return new ExplainRequest
        {
            Method = request.Length == 2 ? request[0] : "GET",
            Url = request[^1],
            Headers = { headers },
            Revision = parse.GetValue(_revision) ?? 0,
            Group = parse.GetValue(_group) ?? "",
            Client = parse.GetValue(_client) ?? "",
            Time = parse.GetValue(_time) is { } time ? Timestamp.FromDateTimeOffset(TimeOf(time)!.Value) : null,
        };
    }

    private static DateTimeOffset? TimeOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
