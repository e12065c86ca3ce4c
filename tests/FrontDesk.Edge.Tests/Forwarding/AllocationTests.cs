using System.Net;
using System.Net.Sockets;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>What a forwarded request costs in memory, in the edge as it runs. Client and service are on threads of their own and allocate nothing.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Warm = 1000;
    private const int Measured = 1000;

    /// <summary>Measured (3,595), and ten percent. Of it, the request and answer objects of System.Net.Http and YARP's own are the most.</summary>
    private const long MostBytes = 4000;

    [Fact]
    public async Task A_request_over_HTTP_1_1_allocates_no_more_than_is_stated()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var service = new Thread(() => Serve(listener)) { IsBackground = true };
        service.Start();
        var port = FreePort.Next();
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(
            Resources.Plain("http", port),
            Resources.Service("lean", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}"),
            Resources.Forward("lean", "shop.example.com", "lean"));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        var perRequest = await Task.Factory.StartNew(
            () =>
            {
                // One that connects and waits without tasks: sockets that ever did otherwise allocate for each wait.
                client.Connect(IPAddress.Loopback, port);
                Ask(client, Warm);
                // The rest of the process is at peace: no other test runs.
                var best = long.MaxValue;
                for (var round = 0; round < 3; round++)
                {
                    var before = GC.GetTotalAllocatedBytes(precise: true);
                    Ask(client, Measured);
                    best = Math.Min(best, (GC.GetTotalAllocatedBytes(precise: true) - before) / Measured);
                }

                return best;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.InRange(perRequest, 1, MostBytes);
    }

    private static void Ask(Socket client, int times)
    {
        var request = "GET /shop/items/17?color=blue HTTP/1.1\r\nHost: shop.example.com\r\nUser-Agent: allocation-test\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"u8;
        Span<byte> answer = stackalloc byte[4096];
        for (var i = 0; i < times; i++)
        {
            client.Send(request);
            var count = 0;
            do
            {
                count += client.Receive(answer[count..]);
            }
            while (!answer[..count].EndsWith("hello"u8));
        }
    }

    private static void Serve(Socket listener)
    {
        using var connection = listener.Accept();
        connection.NoDelay = true;
        var answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: lean\r\nCache-Control: no-cache\r\nContent-Length: 5\r\n\r\nhello"u8;
        Span<byte> request = stackalloc byte[8192];
        var count = 0;
        while (connection.Receive(request[count..]) is > 0 and var more)
        {
            count += more;
            if (request[..count].EndsWith("\r\n\r\n"u8))
            {
                connection.Send(answer);
                count = 0;
            }
        }
    }
}
