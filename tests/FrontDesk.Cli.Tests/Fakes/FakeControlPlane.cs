using System.Net;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>A control plane that answers what a test tells it to: the real protocol, over TLS, in this process.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    public const string Token = "fdo_0123456789abcdef_verysecret";
    private readonly WebApplication _server;
    private readonly bool _ownsAuthority;

    private FakeControlPlane(WebApplication server, TestAuthority authority, bool ownsAuthority)
    {
        _server = server;
        Authority = authority;
        _ownsAuthority = ownsAuthority;
    }

    public TestAuthority Authority { get; }

    public ScriptedAudit Audit => _server.Services.GetRequiredService<ScriptedAudit>();

    public ScriptedCredentials Credentials => _server.Services.GetRequiredService<ScriptedCredentials>();

    public ScriptedConfiguration Configuration => _server.Services.GetRequiredService<ScriptedConfiguration>();

    public ScriptedFleet Fleet => _server.Services.GetRequiredService<ScriptedFleet>();

    public ScriptedOperators Operators => _server.Services.GetRequiredService<ScriptedOperators>();

    public ScriptedWatching Watching => _server.Services.GetRequiredService<ScriptedWatching>();

    public ScriptedStorage Storage => _server.Services.GetRequiredService<ScriptedStorage>();

    public string Url { get; private set; } = "";

    public static async Task<FakeControlPlane> StartAsync(TestAuthority? authority = null, X509Certificate2? certificate = null, X509Certificate2? shown = null)
    {
        var owner = authority ?? new TestAuthority();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 4 * 1024 * 1024);
        builder.Services.AddSingleton<ScriptedConfiguration>().AddSingleton<ScriptedFleet>().AddSingleton<ScriptedOperators>().AddSingleton<ScriptedAudit>().AddSingleton<ScriptedStorage>().AddSingleton<ScriptedCredentials>().AddSingleton<ScriptedWatching>().AddSingleton(new ScriptedTrust(shown ?? owner.Certificate));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate ?? owner.Issue());
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var server = builder.Build();
        server.MapGrpcService<ScriptedConfiguration>();
        server.MapGrpcService<ScriptedFleet>();
        server.MapGrpcService<ScriptedOperators>();
        server.MapGrpcService<ScriptedAudit>();
        server.MapGrpcService<ScriptedStorage>();
        server.MapGrpcService<ScriptedCredentials>();
        server.MapGrpcService<ScriptedWatching>();
        server.MapGrpcService<ScriptedTrust>();
        await server.StartAsync();
        return new FakeControlPlane(server, owner, authority is null)
        {
            Url = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(),
        };
    }

    /// <summary>Refuses whoever does not show the token.</summary>
    public static void Authenticate(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("authorization") != $"Bearer {Token}")
        {
            throw Failure(StatusCode.Unauthenticated, "The token is not valid.", "TOKEN_INVALID");
        }
    }

    public static RpcException Failure(StatusCode status, string detail, string reason, uint? head = null)
    {
        var trailers = new Metadata { { "frontdesk-reason", reason } };
        if (head is { } revision)
        {
            trailers.Add("frontdesk-head", $"{revision}");
        }

        return new RpcException(new Grpc.Core.Status(status, detail), trailers);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_ownsAuthority)
        {
            Authority.Dispose();
        }
    }
}

/// <summary>Shows an authority, the right one or not.</summary>
internal sealed class ScriptedTrust(X509Certificate2 authority) : Trust.TrustBase
{
    public override Task<GetAuthorityResponse> GetAuthority(GetAuthorityRequest request, ServerCallContext context)
    {
        Assert.Null(context.RequestHeaders.GetValue("authorization"));
        return Task.FromResult(new GetAuthorityResponse { Certificate = ByteString.CopyFrom(authority.RawData) });
    }
}
