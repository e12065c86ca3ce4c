using System.Collections.Frozen;
using FrontDesk.Admin.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// The one table of who may call what. Calls of the operators' API say beside themselves, in the contract, which role they want; the few others stand
/// here. A call that says nothing is served to nobody.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Permission> Table = new Dictionary<string, Permission>
    {
        ["/frontdesk.edge.v1.Trust/GetAuthority"] = new(Door.Both, CallerKind.Anyone),
        ["/frontdesk.edge.v1.Enrolment/Enrol"] = new(Door.Edges, CallerKind.Anyone),
        ["/frontdesk.edge.v1.Enrolment/Renew"] = new(Door.Edges, CallerKind.LapsedNode),
        ["/frontdesk.edge.v1.Sync/Connect"] = new(Door.Edges, CallerKind.Node),
        ["/frontdesk.edge.v1.Sync/GetSecrets"] = new(Door.Edges, CallerKind.Node),
        ["/frontdesk.edge.v1.Telemetry/Watch"] = new(Door.Edges, CallerKind.Node),
        ["/grpc.health.v1.Health/Check"] = new(Door.Both, CallerKind.Anyone),
        ["/grpc.health.v1.Health/Watch"] = new(Door.Both, CallerKind.Anyone),
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = ForOperators(Role.Viewer),
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = ForOperators(Role.Viewer),
    }.Concat(OfOperatorsApi()).ToFrozenDictionary();

    /// <summary>The permission for a call, by its path (`/package.Service/Method`); null where nobody may call it.</summary>
    public static Permission? For(string path) => Table.GetValueOrDefault(path);

    /// <summary>What a call's declaration says of it; null where it says no role.</summary>
    public static Permission? Declared(MethodDescriptor method)
    {
        var options = method.GetOptions();
        return options?.GetExtension(RolesExtensions.Role) is { } role and not Role.Unspecified
            ? ForOperators(role) with { RoleToChange = options.GetExtension(RolesExtensions.RoleToChange) }
            : null;
    }

    /// <summary>Refuses a call that would change something, where its operator may only look.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED.</exception>
    public static void RequireToChange(ServerCallContext call)
    {
        var needed = For(call.Method)?.RoleToChange ?? Role.Unspecified;
        var user = call.GetHttpContext().User;
        if (needed == Role.Unspecified || Caller.RoleOf(user) < needed)
        {
            throw Failure.RoleInsufficient(needed, user);
        }
    }

    private static Permission ForOperators(Role role) => new(Door.Operators, CallerKind.Operator) { Role = role };

    private static IEnumerable<KeyValuePair<string, Permission>> OfOperatorsApi()
    {
        FileDescriptor[] files =
        [
            AuditReflection.Descriptor, ConfigurationReflection.Descriptor, CredentialsReflection.Descriptor, FleetReflection.Descriptor, OperatorsReflection.Descriptor, StorageReflection.Descriptor,
            WatchingReflection.Descriptor,
        ];
        foreach (var method in files.SelectMany(file => file.Services).SelectMany(service => service.Methods))
        {
            if (Declared(method) is { } permission)
            {
                yield return new($"/{method.Service.FullName}/{method.Name}", permission);
            }
        }
    }
}
