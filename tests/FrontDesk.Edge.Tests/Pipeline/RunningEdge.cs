using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>The request pipeline on a Kestrel in this process: a plain port and one with TLS, the configuration given as resources.</summary>
internal sealed class RunningEdge : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CurrentSnapshot _current = new();
    private readonly TempDirectory _directory = new();

    private RunningEdge(ListenerModel http, Action<IServiceCollection>? change)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            KestrelDemands.Apply(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => Feature(endpoint, http));
            kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                Feature(endpoint, Https);
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(Certificate);
            });
        });
        builder.Services
            .AddSingleton(_current)
            .AddSingleton(new EdgeIdentity("edge-1", "0123456789abcdef", DateTimeOffset.UnixEpoch))
            .AddSingleton(new AccessLogOptions { Path = LogPath })
            .AddSingleton<ILoggerProvider>(Errors)
            .AddRequestPipeline();
        change?.Invoke(builder.Services);
        _application = builder.Build();
        _application.Run(RequestPipeline.Build(_application.Services));
    }

    /// <summary>What the TLS port shows: for `*.example.com` and `localhost`.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    /// <summary>What the edge wrote to its own log, not the access log.</summary>
    public RecordedLogs Errors { get; } = new();

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public IServiceProvider Services => _application.Services;

    /// <summary>What runs.</summary>
    public EdgeSnapshot Snapshot => _current.Value!;

    private string LogPath => Path.Combine(_directory.Path, "access.log");

    private static ListenerModel Https { get; } = new("https", IPAddress.Loopback, 443, Protocol.Https, 0, 0);

    /// <summary>Starts an edge that runs these resources as revision 1.</summary>
    public static Task<RunningEdge> StartAsync(params Resource[] resources) => StartAsync(new ListenerModel("http", IPAddress.Loopback, 80, Protocol.Http, 0, 0), resources);

    /// <summary>Starts an edge whose plain port is this listener's.</summary>
    public static Task<RunningEdge> StartAsync(ListenerModel http, params Resource[] resources) => StartAsync(http, null, resources);

    /// <summary>Starts an edge some of whose parts are replaced.</summary>
    public static Task<RunningEdge> StartAsync(Action<IServiceCollection> change, params Resource[] resources) =>
        StartAsync(new ListenerModel("http", IPAddress.Loopback, 80, Protocol.Http, 0, 0), change, resources);

    private static async Task<RunningEdge> StartAsync(ListenerModel http, Action<IServiceCollection>? change, Resource[] resources)
    {
        var edge = new RunningEdge(http, change);
        await edge._application.StartAsync();
        var addresses = edge.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        edge.HttpPort = new Uri(addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal))).Port;
        edge.HttpsPort = new Uri(addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal))).Port;
        if (resources.Length > 0)
        {
            await edge.ChangeAsync(resources);
        }

        return edge;
    }

    /// <summary>Adds or replaces resources, as the next revision.</summary>
    public async Task<EdgeSnapshot> ChangeAsync(params Resource[] resources)
    {
        var before = _current.Value ?? new EdgeSnapshot(1, 0, SnapshotModel.Empty, ServiceTable.Empty, CertificateTable.Empty);
        ResourceChange[] changes = [.. resources.Select(resource => new ResourceChange((Kind)(int)resource.ConfigCase, resource.Name, resource))];
        var result = before.Model.Apply(changes);
        Assert.Empty(result.Problems);
        var after = before with { Revision = before.Revision + 1, Model = result.Model, Services = before.Services.Apply(result.Model, changes) };
        var upkeep = Services.GetRequiredService<ServiceUpkeep>();
        await upkeep.PrepareAsync(after.Services, changes);
        _current.Swap(after);
        upkeep.Follow(before.Services, after.Services, changes);
        return after;
    }

    /// <summary>Changes the credentials that clients may show, as a secret's new version does.</summary>
    public void ChangeCredentials(Func<CredentialTable, CredentialTable> change) => _current.Swap(Snapshot with { Credentials = change(Snapshot.Credentials) });

    /// <summary>A connection to the plain port.</summary>
    public Task<RawConnection> ConnectAsync() => RawConnection.ConnectAsync("127.0.0.1", HttpPort, TestContext.Current.CancellationToken);

    /// <summary>Sends bytes over a connection of their own and reads one answer.</summary>
    public async Task<RawAnswer> SendAsync(string request, bool toHead = false)
    {
        await using var connection = await ConnectAsync();
        await connection.SendAsync(request, TestContext.Current.CancellationToken);
        return await connection.ReadAnswerAsync(TestContext.Current.CancellationToken, toHead);
    }

    /// <summary>A client for this edge, whatever host a URL names; the port must be one of this edge's.</summary>
    public static HttpClient Client(Version version) => EdgeClient.Create("127.0.0.1", Certificate, version);

    /// <summary>Ends the edge and reads its access log.</summary>
    public async Task<JsonElement[]> StopAndReadLogAsync()
    {
        await _application.StopAsync(TestContext.Current.CancellationToken);
        return [.. (await File.ReadAllLinesAsync(LogPath, TestContext.Current.CancellationToken)).Select(line => JsonElement.Parse(line))];
    }

    public async ValueTask DisposeAsync()
    {
        // A test that ends with requests under way does not wait for them.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        try
        {
            await _application.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // They were not over by then.
        }

        await _application.DisposeAsync();
        _directory.Dispose();
        Assert.True(!Errors.Texts.Any(), string.Join("\n", Errors.Texts));
    }

    private static void Feature(ListenOptions endpoint, ListenerModel listener)
    {
        var feature = new ListenerFeature(listener);
        endpoint.Use(next => connection =>
        {
            connection.Features.Set<IListenerFeature>(feature);
            return next(connection);
        });
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.example.com");
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
