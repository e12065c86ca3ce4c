using System.Security.Claims;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>How calls fail: a status for programs, a sentence for people, and the reason in a trailer.</summary>
internal static class Failure
{
    /// <summary>The trailer that names the <see cref="ErrorReason"/>.</summary>
    public const string ReasonTrailer = "frontdesk-reason";

    /// <summary>The trailer that names the head's revision, with a conflict.</summary>
    public const string HeadTrailer = "frontdesk-head";

    /// <summary>A failure with its reason.</summary>
    public static RpcException Of(StatusCode code, ErrorReason reason, string sentence) =>
        new(new Status(code, sentence), new Metadata { { ReasonTrailer, NameOf(reason) } });

    /// <summary>A failure of which no more is known than its status.</summary>
    public static RpcException Of(StatusCode code, string sentence) => new(new Status(code, sentence));

    /// <summary>The role of the caller does not reach.</summary>
    public static RpcException RoleInsufficient(Role needed, ClaimsPrincipal user) => Of(StatusCode.PermissionDenied, ErrorReason.RoleInsufficient,
        $"This needs the role {RoleNames.Of(needed)}, and your token {user.Identity?.Name} has the role {RoleNames.Of(Caller.RoleOf(user))}. "
        + "Use another token, or ask an admin for one.");

    /// <summary>The head is not the one expected, or moved meanwhile.</summary>
    public static RpcException Conflict(uint head, string sentence)
    {
        var failure = Of(StatusCode.Aborted, ErrorReason.Conflict, sentence);
        failure.Trailers.Add(HeadTrailer, head.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return failure;
    }

    /// <summary>The failure of a call that ended with this exception; null where it is none that is expected of the store.</summary>
    public static RpcException? OfStore(Exception failed) => failed switch
    {
        StoreUnavailableException => Of(StatusCode.Unavailable, ErrorReason.StoreUnavailable, failed.Message),
        OutcomeUnknownException => Of(StatusCode.Unavailable, ErrorReason.OutcomeUnknown, failed.Message),
        StoreRefusedException => Of(StatusCode.FailedPrecondition, ErrorReason.StoreHalted, failed.Message),
        RevisionNotFoundException => Of(StatusCode.OutOfRange, ErrorReason.RevisionNotFound, failed.Message),
        _ => null,
    };

    /// <summary>The reason as the contract spells it: `ERROR_REASON_CONFLICT`.</summary>
    public static string NameOf(ErrorReason reason) =>
        ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name;
}
