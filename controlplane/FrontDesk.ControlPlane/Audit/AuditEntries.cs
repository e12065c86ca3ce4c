using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Makes entries of the audit log.</summary>
internal static class AuditEntries
{
    /// <summary>The result of what was done.</summary>
    public const string Done = "done";

    /// <summary>How many objects an entry names.</summary>
    public const int MostObjects = 100;

    /// <summary>What a call did.</summary>
    public static AuditEntry Of(ServerCallContext call, params IEnumerable<string> objects) => Of(call.GetHttpContext(), Done, objects);

    /// <summary>What a call did, or why it did not.</summary>
    public static AuditEntry Of(HttpContext context, string result, params IEnumerable<string> objects)
    {
        var (actor, who, token) = Caller.ActorOf(context.User);
        return new AuditEntry
        {
            Actor = actor,
            Who = who,
            Token = token,
            Peer = PeerOf(context),
            Action = ActionOf(context.Request.Path),
            Result = result,
            Objects = { Bounded([.. objects]) },
        };
    }

    /// <summary>What a control plane did by itself.</summary>
    public static AuditEntry Of(string controlPlane, string action, params IEnumerable<string> objects) =>
        new() { Actor = ActorKind.ControlPlane, Who = controlPlane, Action = action, Result = Done, Objects = { Bounded([.. objects]) } };

    /// <summary>The address that a call comes from.</summary>
    public static string PeerOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>A call's name: `Configuration.Apply` of `/frontdesk.admin.v1.Configuration/Apply`.</summary>
    public static string ActionOf(string path)
    {
        var call = path[(path.LastIndexOf('.') + 1)..];
        return call.Replace('/', '.');
    }

    private static IReadOnlyList<string> Bounded(IReadOnlyList<string> objects) =>
        objects.Count <= MostObjects ? objects : [.. objects.Take(MostObjects - 1), $"and {objects.Count - MostObjects + 1} more"];
}
