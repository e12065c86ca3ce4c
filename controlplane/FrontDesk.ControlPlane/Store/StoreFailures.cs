using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>Turns the client's exceptions into sentences that say what to do.</summary>
internal static class StoreFailures
{
    private const string NoConnection = "the store cannot be reached; see whether Redis runs and whether this host may connect to it";

    /// <summary>Whether the store, or the way to it, is at fault.</summary>
    public static bool IsStoreFailure(Exception failure) => failure is RedisException or RedisTimeoutException or RedisCommandException or ObjectDisposedException;

    /// <summary>Whether the store answered, and said no: then nothing was written.</summary>
    public static bool IsRefusal(Exception failure) => failure is RedisServerException;

    /// <summary>The exception to throw instead.</summary>
    public static StoreUnavailableException Unavailable(Exception failure) => new(Describe(failure), failure);

    /// <summary>There is no connection at all.</summary>
    public static StoreUnavailableException Unreachable() => new(NoConnection);

    private static string Describe(Exception failure) => failure switch
    {
        RedisServerException { Message: var said } => Refusal(said),
        RedisTimeoutException => "the store did not answer in time; see whether Redis is overloaded, blocked by a slow disk, or cut off",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
            "the store refused the user or password; give it as FRONTDESK_STORE_PASSWORD, and see that the user may use the keys {frontdesk}:*",
        RedisConnectionException => NoConnection,
        RedisCommandException { Message: var said } => $"the store cannot do this: {said}",
        _ => "the connection to the store is closed",
    };

    private static string Refusal(string said) => said switch
    {
        _ when said.StartsWith("OOM", StringComparison.Ordinal) => $"Redis is out of memory: raise its maxmemory ({said})",
        _ when said.StartsWith("READONLY", StringComparison.Ordinal) => $"this Redis is a read-only replica: give the address of the primary, or of the sentinels ({said})",
        _ when said.StartsWith("MISCONF", StringComparison.Ordinal) => $"Redis cannot write to its disk: see its log, and free space ({said})",
        _ when said.StartsWith("LOADING", StringComparison.Ordinal) => $"Redis is still reading its data from disk ({said})",
        _ when said.StartsWith("NOREPLICAS", StringComparison.Ordinal) => $"Redis has too few replicas to accept writes: bring them back, or lower min-replicas-to-write ({said})",
        _ when said.StartsWith("MASTERDOWN", StringComparison.Ordinal) => $"this replica has lost its primary: give the address of the primary, or of the sentinels ({said})",
        _ when said.StartsWith("NOPERM", StringComparison.Ordinal) => $"this Redis user lacks a right: it needs the keys {{frontdesk}}:* and +@all for them ({said})",
        _ => $"the store refused: {said}",
    };
}
