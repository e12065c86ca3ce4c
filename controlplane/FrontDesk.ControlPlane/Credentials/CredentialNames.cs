using System.Buffers;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>How users, groups and scopes are spelled.</summary>
internal static class CredentialNames
{
    private const int LongestUser = 64;
    private const int LongestWord = 253;
    private const int MostWords = 20;

    // RFC 7617 §2: a user's name has no colon; what is not ASCII browsers encode as they like.
    private static readonly SearchValues<char> User = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@+");
    private static readonly SearchValues<char> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/");

    /// <summary>Refuses what is no user's name.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static void RequireUser(string name)
    {
        if (name.Length is 0 or > LongestUser || name.AsSpan().ContainsAnyExcept(User))
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"A user's name has 1 to {LongestUser} letters, digits, '.', '-', '_', '@' and '+'.");
        }
    }

    /// <summary>Refuses what are no groups or scopes.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static void RequireWords(IReadOnlyCollection<string> words, string what)
    {
        if (words.Count > MostWords || words.Any(static word => word.Length is 0 or > LongestWord || word.AsSpan().ContainsAnyExcept(Word)))
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"At most {MostWords} {what} are allowed, each of 1 to {LongestWord} letters, digits, '.', '-', '_', ':' and '/'.");
        }
    }
}
