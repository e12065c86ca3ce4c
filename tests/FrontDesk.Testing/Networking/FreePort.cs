using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Testing.Networking;

/// <summary>Ports for servers that tests start.</summary>
/// <remarks>
/// Taken from below the range that the kernel gives to outgoing connections, so that no client of another test gets in the
/// way between the choice and the server's start, and handed out once per machine: test programs that run side by side each hold a
/// lock on a file per port until they end.
/// </remarks>
public static class FreePort
{
    private const int First = 10_000;
    private const int Last = 32_000;
    private static readonly Dictionary<int, FileStream> Held = [];
    private static readonly string Locks = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "frontdesk-test-ports")).FullName;

    /// <summary>A port that nothing listens on, on any address.</summary>
    public static int Next()
    {
        lock (Held)
        {
            for (var tries = 0; tries < 1_000; tries++)
            {
                var port = Random.Shared.Next(First, Last);
                if (!Held.ContainsKey(port) && IsFree(port) && TryHold(port) is { } hold)
                {
                    Held.Add(port, hold);
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {Last} was found in 1,000 tries.");
    }

    /// <summary>A number that, added to each of these ports, makes a port that nothing listens on: for programs whose ports go together.</summary>
    public static int NextShift(params int[] ports)
    {
        lock (Held)
        {
            for (var tries = 0; tries < 1_000; tries++)
            {
                var shift = Random.Shared.Next(First - ports.Min(), Last - ports.Max());
                var taken = ports.Select(port => port + shift).TakeWhile(port => !Held.ContainsKey(port) && IsFree(port) && TryHold(port) is { } hold && Held.TryAdd(port, hold)).Count();
                if (taken == ports.Length)
                {
                    return shift;
                }
            }
        }

        throw new InvalidOperationException($"No free ports that go together were found between {First} and {Last} in 1,000 tries.");
    }

    /// <summary>Locks the port's file; null where another test program has it. The lock ends with the process, however it ends.</summary>
    private static FileStream? TryHold(int port)
    {
        try
        {
            return new FileStream(Path.Combine(Locks, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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
