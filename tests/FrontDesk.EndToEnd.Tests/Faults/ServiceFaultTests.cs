using System.Globalization;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Networking;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>Services misbehave; the edge does not.</summary>
public class ServiceFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_that_are_down_silent_resetting_or_answer_garbage_are_502_or_504_and_the_edge_is_unharmed()
    {
        await using var silent = RawBackend.StartSilent();
        await using var resetting = RawBackend.StartResetting();
        await using var garbage = RawBackend.StartAnswering("this is not HTTP\r\n\r\n");
        await using var good = await HttpBackend.StartEchoAsync("good");
        await using var desk = await TestDesk.StartAsync(Stop);
        var edge = await desk.AddEdgeAsync("edge-1", Stop);
        await desk.ApplyAsync($$"""
            listeners:
              http: { bind: ":{{desk.HttpPort}}", protocol: http }
            services:
              down:      http://127.0.0.1:{{FreePort.Next()}}
              silent:    { endpoints: ["{{silent.Url}}"], timeouts: { firstByte: 300ms } }
              resetting: {{resetting.Url}}
              garbage:   {{garbage.Url}}
              good:      {{good.Url}}
            routes:
              down:      { hosts: [down.test], to: down }
              silent:    { hosts: [silent.test], to: silent }
              resetting: { hosts: [resetting.test], to: resetting }
              garbage:   { hosts: [garbage.test], to: garbage }
              good:      { hosts: [good.test], to: good }
            """, Stop);

        foreach (var (host, status) in new[] { ("down", 502), ("silent", 504), ("resetting", 502), ("garbage", 502), ("good", 200) })
        {
            await using var connection = await RawConnection.ConnectAsync(edge.Address, desk.HttpPort, Stop);
            await connection.SendAsync(string.Create(CultureInfo.InvariantCulture, $"GET / HTTP/1.1\r\nHost: {host}.test\r\n\r\n"), Stop);
            var answer = await connection.ReadAnswerAsync(Stop);
            Assert.Equal((host, status), (host, answer.Status));
        }
    }
}
