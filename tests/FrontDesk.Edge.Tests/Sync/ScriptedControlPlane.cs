using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using FrontDesk.Edge.Tests.Identity;
using FrontDesk.Edge.Tests.Telemetry;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>A control plane that speaks the protocol as a test tells it to.</summary>
internal sealed class ScriptedControlPlane : IAsyncDisposable
{
    private readonly Channel<ScriptedStream> _streams = Channel.CreateUnbounded<ScriptedStream>();
    private readonly TaskCompletionSource _enrolled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _application;

    public TestAuthority Authority { get; private init; } = new();

    public int Port { get; private init; }

    public Uri Address => new($"https://127.0.0.1:{Port}");

    /// <summary>What GetSecrets answers, by name.</summary>
    public ConcurrentDictionary<string, GetSecretsResponse> Secrets { get; } = [];

    /// <summary>How many secrets were asked for.</summary>
    public int SecretsAsked { get; set; }

    /// <summary>How long a node's certificate lives.</summary>
    public TimeSpan NodeLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>When the next node's certificate begins; null for a little ago.</summary>
    public DateTimeOffset? NodeStart { get; set; }

    /// <summary>Requests to enrol, as they came.</summary>
    public ConcurrentQueue<EnrolRequest> Enrolments { get; } = [];

    /// <summary>Ends when the first request to enrol came.</summary>
    public Task FirstEnrolment => _enrolled.Task;

    /// <summary>Ends at the next renewal.</summary>
    public TaskCompletionSource<RenewRequest> Renewed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether enrolment answers with a certificate for another key than the one asked for.</summary>
    public bool Swaps { get; set; }

    /// <summary>What enrolment answers instead of a certificate; null for a certificate.</summary>
    public Grpc.Core.RpcException? Refusal { get; set; }

    /// <summary>What edges are to report; each is sent to an edge that asks, as it comes.</summary>
    public Channel<WatchOrder> Orders { get; } = Channel.CreateUnbounded<WatchOrder>();

    /// <summary>What edges reported.</summary>
    public Channel<WatchReport> Reports { get; } = Channel.CreateUnbounded<WatchReport>();

    /// <summary>Starts it.</summary>
    public static async Task<ScriptedControlPlane> StartAsync(int? port = null, TestAuthority? authority = null, string? uri = "frontdesk:control-plane")
    {
        var plane = new ScriptedControlPlane { Port = port ?? FreePort.Next(), Authority = authority ?? new TestAuthority() };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(plane);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, plane.Port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = plane.Authority.IssueServer(uri),
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        plane._application = builder.Build();
        plane._application.MapGrpcService<ScriptedTrust>();
        plane._application.MapGrpcService<ScriptedEnrolment>();
        plane._application.MapGrpcService<ScriptedSync>();
        plane._application.MapGrpcService<ScriptedTelemetry>();
        await plane._application.StartAsync();
        return plane;
    }

    /// <summary>The next stream that an edge opens, its Hello read.</summary>
    public async Task<ScriptedStream> NextStreamAsync() => await _streams.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>An edge has opened a stream.</summary>
    public void Opened(ScriptedStream stream) => _streams.Writer.TryWrite(stream);

    /// <summary>An edge asks to enrol.</summary>
    public void Asked(EnrolRequest request)
    {
        Enrolments.Enqueue(request);
        _enrolled.TrySetResult();
    }

    /// <summary>Keeps a certificate for GetSecrets.</summary>
    public void Keep(string secret, uint version, CertificateSecret certificate) => Secrets[secret] = new GetSecretsResponse
    {
        Secret = new SecretVersion { Secret = secret, Version = version },
        Certificate = certificate,
    };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application!.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
