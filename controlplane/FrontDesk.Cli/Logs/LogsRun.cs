using System.Globalization;
using System.Text.Json.Nodes;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Logs;

/// <summary>Runs `logs`: requests on standard output, one a line; what was lost on standard error.</summary>
internal static class LogsRun
{
    /// <summary>Shows requests until the person has seen enough.</summary>
    public static Task<int> RunAsync(Shell shell, LogsOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            using var call = control.Watching.WatchRequests(new WatchRequestsRequest { Filter = options.Filter }, cancellationToken: cancellation);
            try
            {
                await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    foreach (var line in answer.Requests)
                    {
                        Write(shell, options.Format, line);
                    }

                    shell.Out.Flush();
                    shell.Error.Write(answer.Dropped > 0 ? $"{answer.Dropped} requests are not shown: there were too many\n" : "");
                }
            }
            catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                // The person has seen enough.
            }

            return ExitCode.Done;
        },
        cancellation);

    private static void Write(Shell shell, OutputFormat format, RequestLine line)
    {
        var json = line.Json.ToStringUtf8();
        if (format == OutputFormat.Json)
        {
            // What an edge wrote is one line, with control characters escaped; another's word is not taken for that.
            shell.Out.WriteLine(Printable.Line(json));
        }
        else if (format == OutputFormat.Yaml)
        {
            Answer.WriteNext(shell, format, JsonNode.Parse(json)!.AsObject());
        }
        else
        {
            shell.Out.WriteLine(Text(line, JsonNode.Parse(json), shell.Colour));
        }
    }

    private static string Text(RequestLine line, JsonNode? json, bool colour)
    {
        var status = new Cell(line.Status.ToString(CultureInfo.InvariantCulture), line.Status >= 500 ? Tone.Bad : line.Status >= 400 ? Tone.Warning : Tone.Good);
        return string.Join(
            "  ",
            Printable.Line((string?)json?["time"] ?? ""),
            Printable.Line(line.Node).PadRight(10),
            Printable.Line(line.Client).PadRight(15),
            status.Render(colour),
            string.Create(CultureInfo.InvariantCulture, $"{line.DurationMs,8:0.0} ms"),
            Printable.Line($"{(string?)json?["method"]} {line.Host}{line.Path}{(string?)json?["query"]}"),
            Printable.Line(line.Route.Length == 0 ? "-> no route" : line.Service.Length == 0 ? $"-> {line.Route}" : $"-> {line.Route} -> {line.Service}"));
    }
}
