using FrontDesk.Config.V1;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>Where a single value stands for a message: `to: shop` for `to: [{ service: shop }]`.</summary>
internal static class Shorthands
{
    private static readonly Dictionary<MessageDescriptor, int> Principals = new()
    {
        [ServiceConfig.Descriptor] = ServiceConfig.EndpointsFieldNumber,
        [Endpoint.Descriptor] = Endpoint.UrlFieldNumber,
        [RouteConfig.Descriptor] = RouteConfig.ToFieldNumber,
        [Destination.Descriptor] = Destination.ServiceFieldNumber,
        [ForwardAuth.Descriptor] = ForwardAuth.ServiceFieldNumber,
        [BasicAuth.Descriptor] = BasicAuth.UsersFieldNumber,
        [ApiKeyAuth.Descriptor] = ApiKeyAuth.KeysFieldNumber,
        [Jwks.Descriptor] = Jwks.UrlFieldNumber,
        [AccessIdentity.Descriptor] = AccessIdentity.UserFieldNumber,
        [RouteAccess.Descriptor] = RouteAccess.PolicyFieldNumber,
        [ValueMatch.Descriptor] = ValueMatch.ExactFieldNumber,
        [Maintenance.Descriptor] = Maintenance.OnFieldNumber,
    };

    /// <summary>The name of the field that a single value stands for; null where none does.</summary>
    public static string? Principal(MessageDescriptor descriptor) =>
        Principals.TryGetValue(descriptor, out var number) ? descriptor.FindFieldByNumber(number).JsonName : null;

    /// <summary>Whether a list of one is written as that one: `to: shop`. Read it is everywhere.</summary>
    public static bool IsWrittenAlone(FieldDescriptor field) =>
        field.FieldNumber == RouteConfig.ToFieldNumber && field.ContainingType == RouteConfig.Descriptor;
}
