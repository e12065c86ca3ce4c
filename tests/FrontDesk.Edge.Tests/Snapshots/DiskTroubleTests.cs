using System.Diagnostics.Metrics;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>An edge whose disk takes nothing serves from memory and tells.</summary>
public sealed class DiskTroubleTests
{
    private readonly RefusingDisk _disk = new();
    private readonly RecordedLogs _logs = new(LogLevel.Warning);
    private readonly int _port = FreePort.Next();
    private readonly int _tls = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_holds_back_nothing_is_told_everywhere_and_is_caught_up_with_when_there_is_room()
    {
        await using var served = await StartAsync();
        await served.PutAsync(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "one"));
        _disk.Refuses = true;

        var ack = await served.PutAsync(Resources.Answer("hello", "a.test", "two"), Resources.Tls("secure", _tls), served.Certificate("site", "a.test"));

        Assert.Equal("two", (await ServedEdge.GetAsync(_port)).Body);
        await using (var secure = await RawConnection.ConnectTlsAsync("127.0.0.1", _tls, "a.test", Stop))
        {
            Assert.Equal("two", (await ServedEdge.GetAsync(secure)).Body);
        }

        var degraded = Assert.Single(ack.Degraded);
        Assert.Equal("last-known-good", degraded.Resource.Name);
        Assert.Contains("No space left on device", degraded.Reason, StringComparison.Ordinal);
        await _logs.NextAsync(text => text.StartsWith("2800 ", StringComparison.Ordinal) && text.Contains("No space left", StringComparison.Ordinal));
        Assert.Contains("\nfrontdesk_edge_disk_behind", (await served.Edge.StatusAsync("metrics")).Body, StringComparison.Ordinal);
        Assert.True(served.Edge.Services.GetRequiredService<StateWriter>().IsBehind);

        _disk.Refuses = false;
        await served.Stream.NextAsync(message => message.Beat is { Degraded.Count: 0 });

        await RestartedServesAsync(served, "two");
    }

    [Fact]
    public async Task An_edge_starts_from_a_disk_that_cannot_be_written_and_tells()
    {
        await using var served = await StartAsync();
        await served.PutAsync(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "one"), Resources.Tls("secure", _tls), served.Certificate("site", "a.test"));
        _disk.Refuses = true;

        var again = await RestartedServesAsync(served, "one");

        Assert.Contains("cannot be written", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_could_not_be_written_is_written_when_there_is_room()
    {
        _disk.Refuses = true;
        await using var served = await StartAsync();
        var ack = await served.PutAsync(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "one"));
        Assert.Contains(ack.Degraded, degraded => degraded.Resource.Name == "identity");
        Assert.False(File.Exists(Path.Combine(served.Edge.Options.DataDirectory, "identity")));

        _disk.Refuses = false;
        await served.Stream.NextAsync(message => message.Beat is { Degraded.Count: 0 });

        Assert.True(File.Exists(Path.Combine(served.Edge.Options.DataDirectory, "identity")));
        await RestartedServesAsync(served, "one");
    }

    [Fact]
    public async Task An_access_log_on_a_full_disk_stops_no_request_counts_what_is_lost_and_goes_on_when_there_is_room()
    {
        using var files = new Testing.Files.TempDirectory();
        var log = files["access.log"];
        File.CreateSymbolicLink(log, "/dev/full");
        await using var served = await ServedEdge.StartAsync(options => options with { AccessLog = log }, logs: _logs);
        using var dropped = new MeterListener();
        var lines = Count(dropped, served.Edge.Services.GetRequiredService<IMeterFactory>(), "frontdesk.log.dropped");
        await served.PutAsync(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "one"));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("one", (await ServedEdge.GetAsync(_port)).Body);
        }

        await _logs.NextAsync(text => text.StartsWith("2500 ", StringComparison.Ordinal));
        await Eventually.TrueAsync("the lost lines to be counted", () => Task.FromResult(lines() == 20), Stop);

        File.Delete(log);
        Assert.Equal("one", (await ServedEdge.GetAsync(_port)).Body);
        await Eventually.TrueAsync("a line in the log", () => Task.FromResult(File.Exists(log) && new FileInfo(log).Length > 0), Stop);
        Assert.Equal(20, lines());
    }

    private Task<ServedEdge> StartAsync() => ServedEdge.StartAsync(services: services => services.AddSingleton<IDisk>(_disk), logs: _logs);

    // Of this edge alone: others of this process have instruments of the same name.
    private static Func<long> Count(MeterListener listener, IMeterFactory edge, string name)
    {
        var sum = 0L;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == name && instrument.Meter.Scope == edge)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref sum, measured));
        listener.Start();
        return () => Interlocked.Read(ref sum);
    }

    // Starts an edge anew on what the first left on the disk, without a control plane; returns all that does not work on it once it was found out.
    private async Task<string> RestartedServesAsync(ServedEdge served, string body)
    {
        await served.Edge.DisposeAsync();
        await served.Plane.DisposeAsync();
        await using var again = await TestEdge.StartAsync(served.Plane, served.Data, options => options with { JoinToken = null }, logs: _logs, services: services => services.AddSingleton<IDisk>(_disk));
        Assert.Equal(body, (await ServedEdge.GetAsync(_port)).Body);
        var degradations = again.Services.GetRequiredService<Degradations>();
        if (_disk.Refuses)
        {
            await Eventually.TrueAsync("the trouble to be told", () => Task.FromResult(degradations.Count > 0), Stop);
        }

        return string.Join(' ', degradations.Current.Select(degraded => degraded.Reason));
    }
}
