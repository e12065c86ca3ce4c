using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Store;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// Stands before every call and lets through whom <see cref="Permissions"/> allows, before a byte of the call's body is read.
/// </summary>
internal static class Gate
{
    /// <summary>Marks the connections of a port, so that the gate knows which door a call came through.</summary>
    public static void Mark(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Door door) => listen.Use(next => connection =>
    {
        connection.Features.Set(new DoorFeature(door));
        return next(connection);
    });

    /// <summary>The middleware. An operator's call runs as long as its token is good.</summary>
    public static async Task InvokeAsync(HttpContext context, RunningCalls calls, AuditTrail audit, RequestDelegate next)
    {
        var permission = Permissions.For(context.Request.Path);
        if (permission is null || context.Features.Get<DoorFeature>() is not { } came || !permission.Door.HasFlag(came.Door))
        {
            Refusal.Write(context, StatusCode.Unimplemented, ErrorReason.Unspecified, permission is null
                ? "This version has no such call."
                : $"This call is served on the {permission.Door.ToString().ToLowerInvariant()}' port only.");
            return;
        }

        var mark = calls.Mark;
        if (!await AdmitAsync(context, permission, audit))
        {
            return;
        }

        if (Caller.TokenOf(context.User) is not { } token)
        {
            await next(context);
            return;
        }

        using var running = calls.Begin(token, mark, context);
        await next(context);
    }

    private static async Task<bool> AdmitAsync(HttpContext context, Permission permission, AuditTrail audit)
    {
        try
        {
            return permission.Caller switch
            {
                CallerKind.Anyone => true,
                CallerKind.Operator => await AdmitOperatorAsync(context, permission, audit),
                _ => await AdmitNodeAsync(context, permission, audit),
            };
        }
        catch (StoreUnavailableException away)
        {
            // Who calls is not known now: neither admitted nor refused for who it is.
            Refusal.Write(context, StatusCode.Unavailable, ErrorReason.StoreUnavailable, away.Message);
            return false;
        }
    }

    private static async Task<bool> AdmitOperatorAsync(HttpContext context, Permission permission, AuditTrail audit)
    {
        var result = await context.AuthenticateAsync(OperatorAuthentication.Scheme);
        if (!result.Succeeded)
        {
            audit.Refused(context, StatusCode.Unauthenticated);
            Refusal.Write(context, StatusCode.Unauthenticated, ErrorReason.TokenInvalid, result.Failure?.Message ?? "No token.");
            return false;
        }

        context.User = result.Principal;
        if (permission.Role != Role.Unspecified && Caller.RoleOf(result.Principal) >= permission.Role)
        {
            return true;
        }

        audit.Refused(context, StatusCode.PermissionDenied);
        var refused = Failure.RoleInsufficient(permission.Role, result.Principal);
        Refusal.Write(context, refused.StatusCode, ErrorReason.RoleInsufficient, refused.Status.Detail);
        return false;
    }

    private static async Task<bool> AdmitNodeAsync(HttpContext context, Permission permission, AuditTrail audit)
    {
        var result = await context.AuthenticateAsync(NodeAuthentication.Scheme);
        if (!result.Succeeded)
        {
            // A node that showed a certificate is known for who it is not; one without has not said who it is.
            var code = context.Connection.ClientCertificate is null ? StatusCode.Unauthenticated : StatusCode.PermissionDenied;
            audit.Refused(context, code);
            Refusal.Write(context, code, ErrorReason.Unspecified, result.Failure?.Message ?? "No certificate.");
            return false;
        }

        if (Caller.IsLapsed(result.Principal) && permission.Caller != CallerKind.LapsedNode)
        {
            Refusal.Write(context, StatusCode.Unauthenticated, ErrorReason.Unspecified, "The node's certificate has lapsed. Renew it first.");
            return false;
        }

        context.User = result.Principal;
        return true;
    }

    private sealed record DoorFeature(Door Door);
}
