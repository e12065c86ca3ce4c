using System.Net;
using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Credentials;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Relay;
using FrontDesk.ControlPlane.Storage;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>A running control plane.</summary>
internal sealed class ControlPlaneServer : IAsyncDisposable
{
    // Longer than edges are given for their goodbye.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(10);

    private readonly ControlPlaneStore _store;
    private readonly CertificateAuthority _authority;
    private readonly WebApplication _app;

    private ControlPlaneServer(ControlPlaneStore store, CertificateAuthority authority, WebApplication app, string adminTokenFile)
    {
        (_store, _authority, _app, AdminTokenFile) = (store, authority, app, adminTokenFile);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        (OperatorAddress, EdgeAddress) = (new Uri(addresses[0]), new Uri(addresses[1]));
    }

    /// <summary>Where operators connect.</summary>
    public Uri OperatorAddress { get; }

    /// <summary>Where edges connect.</summary>
    public Uri EdgeAddress { get; }

    /// <summary>The file with the first operator's token.</summary>
    public string AdminTokenFile { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a control plane and returns when it serves.</summary>
    /// <exception cref="StartRefusedException">It cannot start; the message says why and what to do.</exception>
    public static async Task<ControlPlaneServer> StartAsync(
        ControlPlaneOptions options, Action<ILoggingBuilder> logging, TimeProvider time, CancellationToken cancellationToken)
    {
        // 1. The store, and with it the keys.
        using var storeLoggers = LoggerFactory.Create(logging);
        var store = await OpenStoreAsync(options, storeLoggers, time, cancellationToken);
        try
        {
            // 2. Who we are, and who may call.
            var authority = await AuthoritySecret.OpenAsync(store.Secrets, time, cancellationToken);
            var signer = new HeadSigner(await SignerSecret.OpenAsync(store.Secrets, authority, cancellationToken));
            var operators = new OperatorTokens(store.Records, store.Desk, time);
            var tokenFile = await FirstFiles.WriteAsync(options.DataDirectory, authority, operators, cancellationToken);

            // 3. The ports.
            var app = Build(options, logging, store, authority, signer, operators, time);
            await ListenAsync(app, options, cancellationToken);
            return new ControlPlaneServer(store, authority, app, tokenFile);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the process is told to end, and everything has been told goodbye.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Tells edges goodbye and stops serving.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Stops serving, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _authority.Dispose();
    }

    private static WebApplication Build(
        ControlPlaneOptions options,
        Action<ILoggingBuilder> logging,
        ControlPlaneStore store,
        CertificateAuthority authority,
        HeadSigner signer,
        OperatorTokens operators,
        TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        logging(builder.Logging);
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddSingleton(time).AddSingleton(options).AddSingleton(options.Publishing);
        services.AddSingleton(store).AddSingleton(store.Desk).AddSingleton(store.Records).AddSingleton(store.Secrets).AddSingleton(store.Leases);
        services.AddSingleton(authority).AddSingleton(signer).AddSingleton(operators);
        services.AddRoutingCore();
        services.AddIdentity();
        services.AddFleet();
        services.AddPublishing();
        services.AddRelay(options);
        services.AddCertificates();
        services.AddAdmin();
        services.AddCredentials();
        services.AddStorage();
        services.AddTelemetry(options);
        services.AddAudit(store, options.Audit);
        services.AddGrpcHealthChecks().AddAsyncCheck("store", async cancellation =>
        {
            try
            {
                await store.PingAsync(cancellation);
                return HealthCheckResult.Healthy();
            }
            catch (StoreUnavailableException unavailable)
            {
                return HealthCheckResult.Unhealthy(unavailable.Message);
            }
        });
        var certificate = new ServerCertificate(authority, CertificateNames(options), time);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Endpoints.Configure(kestrel, options, certificate, authority));

        var app = builder.Build();
        app.UseRouting();
        var calls = app.Services.GetRequiredService<RunningCalls>();
        var audit = app.Services.GetRequiredService<AuditTrail>();
        app.Use(next => context => Gate.InvokeAsync(context, calls, audit, next));
        app.MapGrpcService<TrustRpc>();
        app.MapGrpcService<EnrolmentRpc>();
        app.MapGrpcService<SyncRpc>();
        app.MapGrpcService<TelemetryRpc>();
        app.MapGrpcService<WatchingRpc>();
        app.MapGrpcService<ConfigurationRpc>();
        app.MapGrpcService<FleetRpc>();
        app.MapGrpcService<OperatorsRpc>();
        app.MapGrpcService<AuditRpc>();
        app.MapGrpcService<CredentialsRpc>();
        app.MapGrpcService<StorageRpc>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }

    private static async Task<ControlPlaneStore> OpenStoreAsync(
        ControlPlaneOptions options, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var where = new StoreOptions
        {
            Store = options.Store,
            Name = options.Name,
            DataDirectory = options.DataDirectory,
            Password = options.StorePassword,
            MasterKeyFile = options.MasterKeyFile,
            KeepRevisions = options.KeepRevisions,
            RestoreFile = options.RestoreFile,
        };
        try
        {
            return await ControlPlaneStore.OpenAsync(where, loggers, time, cancellationToken);
        }
        catch (Exception refused) when (refused is StoreRefusedException or StoreUnavailableException)
        {
            throw new StartRefusedException(refused.Message, refused);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The data directory {options.DataDirectory} cannot be used: {refused.Message}", refused);
        }
    }

    private static async Task ListenAsync(WebApplication app, ControlPlaneOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException unbound)
        {
            await app.DisposeAsync();
            throw new StartRefusedException(
                $"Cannot listen on {options.Listen} and {options.EdgeListen}: {unbound.Message} "
                + "Stop what uses the port, or choose others with --listen and --edge-listen.",
                unbound);
        }
    }

    private static IEnumerable<string> CertificateNames(ControlPlaneOptions options) =>
        options.Names.Concat(new[] { options.Listen.Address, options.EdgeListen.Address }
            .Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            .Select(address => address.ToString()));
}
