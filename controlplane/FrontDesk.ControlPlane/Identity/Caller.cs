using System.Security.Claims;
using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Who makes a call, as authentication found out.</summary>
internal static class Caller
{
    private const string RoleClaim = "role";
    private const string TokenClaim = "token";
    private const string NodeClaim = "node";
    private const string LapsedClaim = "lapsed";

    /// <summary>An operator as a principal.</summary>
    public static ClaimsPrincipal Operator(string name, Role role, string token) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(RoleClaim, role.ToString()), new Claim(TokenClaim, token)], OperatorAuthentication.Scheme));

    /// <summary>A node as a principal; lapsed where its certificate is.</summary>
    public static ClaimsPrincipal Node(string name, bool lapsed) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(NodeClaim, name), new Claim(LapsedClaim, lapsed ? "true" : "false")],
        NodeAuthentication.Scheme));

    /// <summary>Whether the node's certificate has lapsed.</summary>
    public static bool IsLapsed(ClaimsPrincipal user) => user.FindFirstValue(LapsedClaim) == "true";

    /// <summary>What the call's operator is called; what the history shows as author.</summary>
    public static string OperatorName(this ServerCallContext call) => call.GetHttpContext().User.Identity?.Name ?? "";

    /// <summary>What an operator may do; unspecified, and so nothing, for anyone else.</summary>
    public static Role RoleOf(ClaimsPrincipal user) => Enum.TryParse<Role>(user.FindFirstValue(RoleClaim), out var role) ? role : Role.Unspecified;

    /// <summary>The id of the operator's token; null for anyone else.</summary>
    public static string? TokenOf(ClaimsPrincipal user) => user.FindFirstValue(TokenClaim);

    /// <summary>Who makes a call, as the audit log says it: sort, name, and the id of an operator's token.</summary>
    public static (ActorKind Kind, string Name, string Token) ActorOf(ClaimsPrincipal user) =>
        TokenOf(user) is { } token ? (ActorKind.Operator, user.Identity?.Name ?? "", token)
        : user.FindFirstValue(NodeClaim) is { } node ? (ActorKind.Node, node, "")
        : (ActorKind.Unspecified, "", "");

    /// <summary>The name of the node that makes the call. The gate lets nobody else through.</summary>
    public static string NodeName(this ServerCallContext call) =>
        call.GetHttpContext().User.FindFirstValue(NodeClaim) ?? throw new InvalidOperationException("The call is not a node's.");
}
