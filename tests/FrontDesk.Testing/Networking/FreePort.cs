using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Testing.Networking;

/// <summary>Ports for servers that tests start.</summary>
/// <remarks>
/// Taken from below the range that the kernel gives to outgoing connections, so that no client of another test gets in the
/// way between the choice and the server's start, and handed out once per process.
/// </remarks>
public static class FreePort
{
    private const int First = 10_000;
    private const int Last = 32_000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nothing listens on, on any address.</summary>
    public static int Next()
    {
        lock (Given)
        {
            for (var tries = 0; tries < 1_000; tries++)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {Last} was found in 1,000 tries.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
