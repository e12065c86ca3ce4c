using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Routing.Listeners;
using FrontDesk.Testing.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Logging;

public sealed class AccessLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RecordedLogs _logs = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_waits_at_the_end_is_written()
    {
        using var log = Open("access.log");
        await log.StartAsync(Stop);
        log.Write(Exchange("/first"));
        log.Write(Exchange("/second"));
        await log.StopAsync(Stop);

        Assert.Equal(["/first", "/second"], (await File.ReadAllLinesAsync(_directory["access.log"], Stop)).Select(line => JsonElement.Parse(line).GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_does_not_hold_up_the_end()
    {
        using var made = Process.Start("mkfifo", _directory["pipe"]);
        await made.WaitForExitAsync(Stop);
        var log = Open("pipe", TimeSpan.Zero);
        await log.StartAsync(Stop);
        log.Write(Exchange("/"));

        await log.StopAsync(new CancellationToken(canceled: true));
        log.Dispose();

        Assert.StartsWith("2501 ", Assert.Single(_logs.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_client_sends_makes_one_line_of_JSON_of_bounded_length()
    {
        using var log = Open("access.log");
        await log.StartAsync(Stop);
        var sent = "/\u001b[31m\r\n\0\"\\\u0085\u2028\ud800" + new string('\ud83d', 1) + new string('x', 5000);
        log.Write(Exchange(sent));
        await log.StopAsync(Stop);

        var text = await File.ReadAllTextAsync(_directory["access.log"], Stop);
        var line = JsonElement.Parse(Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        var path = line.GetProperty("path").GetString()!;
        Assert.Equal(LogLines.LongestValue, path.Length);
        Assert.StartsWith("/\u001b[31m\r\n\0\"\\\u0085\u2028\ufffd\ufffdxxx", path, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\r', text);
    }

    private static Exchange Exchange(string path) => new()
    {
        Snapshot = null,
        Listener = new ListenerModel("http", null, 80, FrontDesk.Config.V1.Protocol.Http, 0, 0),
        Began = 1,
        Ended = 2,
        Method = "GET",
        Protocol = "HTTP/1.1",
        Path = path,
    };

    private static EdgeIdentity Identity => new("edge-1", "0123456789abcdef", DateTimeOffset.UnixEpoch);

    private AccessLog Open(string name, TimeSpan? lastWait = null) => new(
        new AccessLogOptions { Path = _directory[name], LastWait = lastWait ?? TimeSpan.FromMinutes(1) },
        Identity,
        new RequestWatch(Identity, TimeProvider.System),
        TimeProvider.System,
        _services.GetRequiredService<IMeterFactory>(),
        LoggerFactory.Create(logging => logging.AddProvider(_logs)).CreateLogger<AccessLog>());
}
