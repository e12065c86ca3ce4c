using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>Changes for tests.</summary>
internal static class Changes
{
    public static Operation Put(Resource resource) => new()
    {
        Put = new StoredResource { Kind = (Kind)(int)resource.ConfigCase, Name = resource.Name, Resource = resource.ToByteString() },
    };

    public static Operation Delete(Kind kind, string name) => new() { Delete = new ResourceKey { Kind = kind, Name = name } };

    public static Resource Service(string name, params string[] groups) => new()
    {
        Name = name,
        Groups = { groups },
        Service = new ServiceConfig { Endpoints = { new Endpoint { Url = "http://127.0.0.1:9000" } } },
    };

    public static Resource Route(string host, string service, params string[] groups) => new()
    {
        Name = host,
        Groups = { groups },
        Route = new RouteConfig { Hosts = { host }, To = { new Destination { Service = service } } },
    };

    public static Commit Commit(uint expectedHead, params Operation[] operations) => new()
    {
        Operations = operations,
        ExpectedHead = expectedHead,
        Author = "ann",
        Message = $"after {expectedHead}",
    };
}
