using System.Collections.Frozen;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>The one table of who may call what. A call that does not stand here is served to nobody.</summary>
internal static class Permissions
{
    private const string Configuration = "/frontdesk.admin.v1.Configuration/";
    private const string Fleet = "/frontdesk.admin.v1.Fleet/";
    private const string Storage = "/frontdesk.admin.v1.Storage/";

    private static readonly FrozenDictionary<string, Permission> Table = new Dictionary<string, Permission>
    {
        [Configuration + "Apply"] = Change,
        [Configuration + "Sync"] = Change,
        [Configuration + "Rollback"] = Change,
        [Configuration + "Diff"] = View,
        [Configuration + "Get"] = View,
        [Configuration + "List"] = View,
        [Configuration + "Export"] = View,
        [Configuration + "History"] = View,
        [Configuration + "Show"] = View,
        [Configuration + "Explain"] = View,
        [Fleet + "GetStatus"] = View,
        [Fleet + "WatchStatus"] = View,
        [Fleet + "WaitForEdges"] = View,
        [Fleet + "ListNodes"] = View,
        [Fleet + "CreateJoinToken"] = Operate,
        [Fleet + "RevokeNode"] = Operate,
        [Fleet + "RemoveNode"] = Operate,
        [Fleet + "DrainNode"] = Operate,
        [Fleet + "ResumeNode"] = Operate,
        [Fleet + "MoveNode"] = Operate,
        [Storage + "GetStore"] = Administer,
        [Storage + "AcceptStore"] = Administer,
        [Storage + "RestoreJournal"] = Administer,
        [Storage + "BackUpStore"] = Administer,
        [Storage + "RestoreBackup"] = Administer,
        ["/frontdesk.edge.v1.Trust/GetAuthority"] = new(Door.Both, CallerKind.Anyone),
        ["/frontdesk.edge.v1.Enrolment/Enrol"] = new(Door.Edges, CallerKind.Anyone),
        ["/frontdesk.edge.v1.Enrolment/Renew"] = new(Door.Edges, CallerKind.LapsedNode),
        ["/frontdesk.edge.v1.Sync/Connect"] = new(Door.Edges, CallerKind.Node),
        ["/frontdesk.edge.v1.Sync/GetSecrets"] = new(Door.Edges, CallerKind.Node),
        ["/grpc.health.v1.Health/Check"] = new(Door.Both, CallerKind.Anyone),
        ["/grpc.health.v1.Health/Watch"] = new(Door.Both, CallerKind.Anyone),
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = View,
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = View,
    }.ToFrozenDictionary();

    private static Permission View => new(Door.Operators, CallerKind.Operator) { Role = Role.Viewer };

    private static Permission Operate => new(Door.Operators, CallerKind.Operator) { Role = Role.Operator };

    private static Permission Administer => new(Door.Operators, CallerKind.Operator) { Role = Role.Admin };

    // Anyone who may look may try a change; only committing it wants more.
    private static Permission Change => new(Door.Operators, CallerKind.Operator) { Role = Role.Viewer, ToChange = Role.Operator };

    /// <summary>The permission for a call, by its path (`/package.Service/Method`); null where nobody may call it.</summary>
    public static Permission? For(string path) => Table.GetValueOrDefault(path);

    /// <summary>Refuses a call that would change something, where its operator may only look.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED.</exception>
    public static void RequireToChange(ServerCallContext call)
    {
        var permission = For(call.Method);
        if (Caller.RoleOf(call.GetHttpContext().User) is not { } role || permission?.ToChange is not { } needed || role < needed)
        {
            throw Failure.RoleInsufficient(permission?.ToChange ?? Role.Admin);
        }
    }
}
