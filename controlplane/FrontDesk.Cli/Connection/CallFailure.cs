using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace FrontDesk.Cli.Connection;

/// <summary>Says for people and for scripts why a call failed.</summary>
internal static class CallFailure
{
    /// <summary>The reason's name, as <see cref="Admin.V1.ErrorReason"/> spells it without its prefix; empty where the server gave none.</summary>
    public static string Reason(RpcException e) =>
        (e.Trailers.GetValue("frontdesk-reason") ?? "").Replace("ERROR_REASON_", "", StringComparison.OrdinalIgnoreCase).ToUpperInvariant();

    /// <summary>Whether the server itself answered; otherwise the call never reached it, or its answer never came back.</summary>
    public static bool IsAnswered(RpcException e) => e.Status.DebugException is null;

    /// <summary>The failure to end the command with.</summary>
    /// <param name="e">How the call ended.</param>
    /// <param name="server">Whom it went to.</param>
    /// <param name="refusal">Why the server is not to be trusted; null where that was not the matter.</param>
    public static CommandFailure Explain(RpcException e, Uri server, string? refusal)
    {
        if (refusal is not null)
        {
            return new CommandFailure(
                ExitCode.Unreachable, $"{ServerAddress.Text(server)} is not to be trusted: {refusal}", "set FRONTDESK_CA to the control plane's DIR/ca.crt, or to the authority's fingerprint");
        }

        var detail = e.Status.Detail;
        return (e.StatusCode, Reason(e)) switch
        {
            (StatusCode.Unauthenticated, _) => new CommandFailure(
                ExitCode.NotAllowed, Sentence(detail, "the control plane does not know this token"), "check FRONTDESK_TOKEN or FRONTDESK_TOKEN_FILE, or run `frontdesk login`"),
            (StatusCode.PermissionDenied, _) => new CommandFailure(ExitCode.NotAllowed, Sentence(detail, "the token's role does not allow this")),
            (_, "REJECTED") => new CommandFailure(ExitCode.Rejected, Sentence(detail, "the configuration was rejected")),
            (_, "CONFLICT") or (StatusCode.Aborted, _) => Conflict(e, detail),
            (StatusCode.Unavailable, "") => Unreachable(e, server),
            (StatusCode.DeadlineExceeded, _) => new CommandFailure(ExitCode.Unreachable, $"{ServerAddress.Text(server)} did not answer in time", "try again; `frontdesk history` tells what was done"),
            _ when !IsAnswered(e) => Unreachable(e, server),
            (StatusCode.Unimplemented, _) => new CommandFailure(ExitCode.Error, $"{ServerAddress.Text(server)} cannot do this", "it is another version than this command, or no control plane"),
            (var status, _) => new CommandFailure(ExitCode.Error, Sentence(detail, $"the control plane failed with {status}")),
        };
    }

    private static CommandFailure Conflict(RpcException e, string detail)
    {
        var hint = e.Trailers.GetValue("frontdesk-head") is { } head
            ? $"the head is revision {head} now; see `frontdesk show {head}`, then run this again"
            : "see `frontdesk history`, then run this again";
        return new CommandFailure(ExitCode.Conflict, Sentence(detail, "another change came first"), hint);
    }

    private static CommandFailure Unreachable(RpcException e, Uri server) => new(
        ExitCode.Unreachable, $"cannot reach the control plane at {ServerAddress.Text(server)}: {Cause(e)}", "FRONTDESK_SERVER says where it is; is it running, and is its port open?");

    /// <summary>The innermost cause that says something to people.</summary>
    private static string Cause(RpcException e)
    {
        for (var cause = e.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or AuthenticationException || (cause is IOException or OperationCanceledException && cause.InnerException is null))
            {
                return cause.Message;
            }
        }

        return e.Status.Detail;
    }

    private static string Sentence(string detail, string otherwise) => detail.Length > 0 ? detail : otherwise;
}
