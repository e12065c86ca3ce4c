using System.Text;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>Makes of passwords what can be stored: bcrypt hashes. Off the caller's thread, and few at a time: one takes a CPU for some 60 ms.</summary>
internal static class Passwords
{
    private const int Shortest = 8;

    // Bcrypt reads no more.
    private const int Longest = 72;

    // 2^10 rounds: what OWASP's cheat sheet asks for at least, and what an edge can bear to check.
    private const int Cost = 10;

    private static readonly SemaphoreSlim Turn = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The hash of a password.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it cannot be a password. The message does not repeat it.</exception>
    public static async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(password) is < Shortest or > Longest || password.Any(char.IsControl))
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"A password has {Shortest} to {Longest} bytes of UTF-8, and no control characters.");
        }

        await Turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => BCrypt.Net.BCrypt.HashPassword(password, Cost), cancellationToken);
        }
        finally
        {
            Turn.Release();
        }
    }
}
