using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;
using FrontDesk.Edge.V1;

namespace FrontDesk.Cli.Logs;

/// <summary>`frontdesk logs`.</summary>
internal sealed class LogsCommand : Command
{
    private readonly Option<bool> _follow = Flag.Switch("--follow", "Show requests as they end, until Ctrl-C. The only way: what is over stands in the edges' own logs.", "-f");
    private readonly Option<string?> _host = Flag.Text("--host", "HOST", "Only requests for this host, or *.example.com.");
    private readonly Option<string?> _path = Flag.Text("--path", "PATH", "Only requests for this path, or /api/* for all that begins so.");
    private readonly Option<string?> _route = Flag.Text("--route", "ROUTE", "Only requests that take this route.");
    private readonly Option<string?> _service = Flag.Text("--service", "SERVICE", "Only requests to this service.");
    private readonly Option<string?> _status = Flag.Text("--status", "STATUS", "Only answers of this status: 404, or 5xx.");
    private readonly Option<string?> _client = Flag.Text("--client", "ADDRESS", "Only clients of this address or network, such as 10.0.0.0/8.");
    private readonly Option<string?> _node = Flag.Text("--node", "NODE", "Only requests that this edge serves.");
    private readonly Option<TimeSpan?> _slower = Flag.Duration("--slower-than", "Only requests that took as long, such as 500ms.", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public LogsCommand(Shell shell)
        : base("logs", "Shows the requests of all edges live, in one stream. -o json writes the lines of their access logs. For operators.")
    {
        Add(_follow);
        Add(_host);
        Add(_path);
        Add(_route);
        Add(_service);
        Add(_status);
        Add(_client);
        Add(_node);
        Add(_slower);
        Add(_output);
        Validators.Add(result =>
        {
            if (!result.GetValue(_follow))
            {
                result.AddError("logs wants --follow (-f): it shows requests as they end; what is over stands in the edges' own logs");
            }
        });
        SetAction((parse, cancellation) => LogsRun.RunAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public LogsOptions Read(ParseResult parse) => new(
        new RequestFilter
        {
            Host = parse.GetValue(_host) ?? "",
            Path = parse.GetValue(_path) ?? "",
            Route = parse.GetValue(_route) ?? "",
            Service = parse.GetValue(_service) ?? "",
            Status = parse.GetValue(_status) ?? "",
            Client = parse.GetValue(_client) ?? "",
            Node = parse.GetValue(_node) ?? "",
            SlowerThanMs = (uint)(parse.GetValue(_slower)?.TotalMilliseconds ?? 0),
        },
        OutputFlag.Read(parse, _output));
}
