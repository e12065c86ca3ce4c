using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Routing.Secrets;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>
/// What operators do to single nodes. Each is one change of the node's record, so it can be repeated, and holds on every control plane: those that have the
/// node's stream see the record change and act on it.
/// </summary>
internal sealed class NodeCalls(Nodes nodes, Desk desk, SecretStore secrets, ILogger<NodeCalls> log)
{
    /// <summary>Shuts a node out.</summary>
    /// <returns>The secrets that the configuration gives its group: whoever took the node has them.</returns>
    public async Task<RevokeNodeResponse> RevokeAsync(string name, ServerCallContext context)
    {
        var node = await ChangeAsync(name, static node => node.Revoked = true, context, $"node {name}");
        NodeLog.Revoked(log, context.OperatorName(), name);
        var response = new RevokeNodeResponse { Group = node.Group };
        foreach (var secret in SecretsOf(node.Group))
        {
            var found = await secrets.GetAsync(secret, 0, context.CancellationToken);
            response.Secrets.Add(new HeldSecret { Name = secret, Version = found?.Version ?? 0 });
        }

        return response;
    }

    /// <summary>Forgets a node.</summary>
    public async Task<RemoveNodeResponse> RemoveAsync(string name, ServerCallContext context)
    {
        if (!await nodes.RemoveAsync(name, static _ => true, context.CancellationToken, AuditEntries.Of(context, $"node {name}")))
        {
            throw NotFound(name);
        }

        NodeLog.Removed(log, context.OperatorName(), name);
        return new RemoveNodeResponse();
    }

    /// <summary>Takes a node out of traffic, or back into it.</summary>
    public async Task DrainAsync(string name, bool drained, ServerCallContext context)
    {
        await ChangeAsync(name, node => node.Drained = drained, context, $"node {name}");
        NodeLog.Drained(log, context.OperatorName(), drained ? "drained" : "resumed", name);
    }

    /// <summary>Puts a node into another group.</summary>
    public async Task<MoveNodeResponse> MoveAsync(string name, string group, ServerCallContext context)
    {
        if (!NodeNames.IsValid(group))
        {
            throw Failure.Of(StatusCode.InvalidArgument, "A group is spelled like a name: 1 to 253 letters, digits, '.', '-' and '_', the first a letter or digit.");
        }

        var from = "";
        await ChangeAsync(
            name,
            node =>
            {
                from = node.Group;
                node.Group = group;
            },
            context,
            $"node {name}",
            $"to group {group}");
        NodeLog.Moved(log, context.OperatorName(), name, from, group);
        return new MoveNodeResponse { From = from };
    }

    private async Task<NodeRecord> ChangeAsync(string name, Action<NodeRecord> change, ServerCallContext context, params string[] objects) =>
        await nodes.ChangeAsync(name, change, context.CancellationToken, AuditEntries.Of(context, objects)) ?? throw NotFound(name);

    private IEnumerable<string> SecretsOf(string group) => SecretUse.Kinds.SelectMany(desk.Current.All)
        .Where(resource => Scopes.Receives(group, resource))
        .Select(resource => SecretUse.Of(resource)!.Secret)
        .Order(StringComparer.Ordinal);

    private static RpcException NotFound(string name) =>
        Failure.Of(StatusCode.NotFound, $"There is no node {name}. `frontdesk nodes` lists them.");
}
