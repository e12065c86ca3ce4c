using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Redis;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.ControlPlane.Tests.Hosting;

/// <summary>A control plane in this process, with an embedded store unless a Redis is given, ports of its own, and clients that call it as others do.</summary>
internal sealed class LocalDesk : IAsyncDisposable
{
    private readonly TempDirectory _directory;
    private readonly bool _ownsDirectory;
    private readonly List<IDisposable> _clients = [];

    private LocalDesk(TempDirectory directory, bool ownsDirectory, ControlPlaneServer server, LogLines log) =>
        (_directory, _ownsDirectory, Server, Log) = (directory, ownsDirectory, server, log);

    public ControlPlaneServer Server { get; }

    public LogLines Log { get; }

    public string Directory => _directory.Path;

    public string AdminToken => File.ReadAllText(Server.AdminTokenFile).Trim();

    public X509Certificate2 Authority => X509CertificateLoader.LoadCertificateFromFile(_directory["ca.crt"]);

    public FrontDesk.Admin.V1.Configuration.ConfigurationClient Configuration => new(Operators(AdminToken));

    public FrontDesk.Admin.V1.Fleet.FleetClient Fleet => new(Operators(AdminToken));

    public FrontDesk.Admin.V1.Credentials.CredentialsClient Credentials => new(Operators(AdminToken));

    public static async Task<LocalDesk> StartAsync(
        TimeProvider? time = null,
        PublishingOptions? publishing = null,
        TempDirectory? directory = null,
        RedisServer? redis = null,
        Func<ControlPlaneOptions, ControlPlaneOptions>? with = null)
    {
        var own = directory ?? new TempDirectory();
        var log = new LogLines();
        var options = new ControlPlaneOptions
        {
            DataDirectory = own.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            EdgeListen = new IPEndPoint(IPAddress.Loopback, 0),

            // On the machine's clock, a scripted edge that has nothing to say is not taken for dead because the machine is busy.
            Publishing = publishing ?? new PublishingOptions { MissedBeats = time is null ? 100 : 3 },
            Store = redis?.Url ?? "embedded",
            StorePassword = redis?.Password,
        };
        options = with?.Invoke(options) ?? options;
        var server = await ControlPlaneServer.StartAsync(
            options,
            logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace),
            time ?? TimeProvider.System,
            TestContext.Current.CancellationToken);
        return new LocalDesk(own, directory is null, server, log);
    }

    public T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    /// <summary>A new operator's token.</summary>
    public async Task<string> TokenAsync(Role role, TimeSpan? lifetime = null) =>
        (await Get<OperatorTokens>().CreateAsync(role.ToString(), role, lifetime, "test", TestContext.Current.CancellationToken)).Text;

    /// <summary>Calls at the operators' port, with a token or (null) without.</summary>
    public CallInvoker Operators(string? token) => Call(Server.OperatorAddress, null).Intercept(metadata =>
    {
        if (token is not null)
        {
            metadata.Add("authorization", $"Bearer {token}");
        }

        return metadata;
    });

    /// <summary>Calls at the edges' port, with a node's certificate or (null) without; by another port on loopback that leads there, where one is given.</summary>
    public CallInvoker Edges(X509Certificate2? certificate, int through = 0) =>
        Call(through == 0 ? Server.EdgeAddress : new UriBuilder(Server.EdgeAddress) { Port = through }.Uri, certificate);

    public async Task<string> JoinTokenAsync(string group = "", uint uses = 1) =>
        (await Fleet.CreateJoinTokenAsync(new CreateJoinTokenRequest { Group = group, Uses = uses }, cancellationToken: TestContext.Current.CancellationToken)).Token;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
        if (_ownsDirectory)
        {
            _directory.Dispose();
        }
    }

    private CallInvoker Call(Uri address, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { Authority },
                    VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
                },
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            },
        };
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _clients.Add(channel);
        return channel.CreateCallInvoker();
    }
}
