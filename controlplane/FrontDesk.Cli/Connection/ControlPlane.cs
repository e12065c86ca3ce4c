using FrontDesk.Admin.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using AuditClient = FrontDesk.Admin.V1.Audit.AuditClient;
using ConfigurationClient = FrontDesk.Admin.V1.Configuration.ConfigurationClient;

namespace FrontDesk.Cli.Connection;

/// <summary>A control plane that was found, checked and can be called.</summary>
internal sealed class ControlPlane : IDisposable
{
    /// <summary>A page of a thousand large resources, or an edge's list of what is degraded, stays below this.</summary>
    private const int MostBytesReceived = 64 * 1024 * 1024;

    private readonly GrpcChannel _channel;

    private ControlPlane(ConnectionSettings settings, ServerCheck check)
    {
        _channel = GrpcChannel.ForAddress(settings.Server, new GrpcChannelOptions
        {
            HttpHandler = Transport.Handler(check.Accept),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MostBytesReceived,
        });
        var calls = _channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {settings.Token}");
            return metadata;
        });
        Audit = new AuditClient(calls);
        Configuration = new ConfigurationClient(calls);
        Fleet = new Fleet.FleetClient(calls);
        Operators = new Operators.OperatorsClient(calls);
        Watching = new Watching.WatchingClient(calls);
        Credentials = new Credentials.CredentialsClient(calls);
        Storage = new Storage.StorageClient(calls);
    }

    /// <summary>Reads the audit log.</summary>
    public AuditClient Audit { get; }

    /// <summary>Reads and changes the configuration.</summary>
    public ConfigurationClient Configuration { get; }

    /// <summary>Watches and admits edges.</summary>
    public Fleet.FleetClient Fleet { get; }

    /// <summary>Makes and revokes operators' tokens.</summary>
    public Operators.OperatorsClient Operators { get; }
    /// <summary>Looks after clients' credentials.</summary>
    public Credentials.CredentialsClient Credentials { get; }

    /// <summary>Watches requests.</summary>
    public Watching.WatchingClient Watching { get; }

    /// <summary>Looks after the store.</summary>
    public Storage.StorageClient Storage { get; }

    /// <summary>Finds the control plane that the environment names, uses it, and says for people what went wrong with a call.</summary>
    public static Task<int> UseAsync(Shell shell, Func<ControlPlane, Task<int>> use, CancellationToken cancellation) =>
        UseAsync(ConnectionSettings.Find(shell), (control, _) => use(control), cancellation);

    /// <summary>The same for settings that are known already. Their user also gets to know the authority that was found.</summary>
    public static async Task<int> UseAsync(ConnectionSettings settings, Func<ControlPlane, TrustAnchor, Task<int>> use, CancellationToken cancellation)
    {
        ServerCheck? check = null;
        try
        {
            var anchor = settings.Authority;
            if (anchor.Fingerprint is { } fingerprint)
            {
                anchor = new TrustAnchor(await AuthorityDiscovery.FindAsync(settings.Server, fingerprint, cancellation), null);
            }

            check = new ServerCheck(anchor.Certificate);
            using var control = new ControlPlane(settings, check);
            return await use(control, anchor);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException e)
        {
            throw CallFailure.Explain(e, settings.Server, check?.Refusal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
