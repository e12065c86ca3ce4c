using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>How much one change may hold.</summary>
internal static class ChangeBounds
{
    /// <summary>Bytes of resources in one call.</summary>
    public const long MaxBytes = 256L << 20;

    /// <summary>Resources in one call, put or deleted.</summary>
    public const int MaxResources = 2_000_000;

    /// <summary>Characters of a message for the history.</summary>
    public const int MaxMessage = 4096;

    /// <summary>Checks what goes with a change.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT.</exception>
    public static void Check(ChangeHeader header)
    {
        if (header.Message.Length > MaxMessage)
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"The message is longer than {MaxMessage} characters.");
        }

        if (header.IdempotencyKey.Length is not 0 and (< 16 or > 64))
        {
            throw Failure.Of(StatusCode.InvalidArgument, "An idempotency key has 16 to 64 characters.");
        }
    }

    /// <summary>Checks the sum of what has come so far.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED.</exception>
    public static void Check(long bytes, int resources)
    {
        if (bytes > MaxBytes || resources > MaxResources)
        {
            throw Failure.Of(StatusCode.ResourceExhausted,
                $"One change may hold at most {MaxBytes >> 20} MiB and {MaxResources} resources. Split it, for example by --select.");
        }
    }
}
