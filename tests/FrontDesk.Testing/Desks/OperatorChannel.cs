using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace FrontDesk.Testing.Desks;

/// <summary>Calls the operators' API directly, where a process per question would be too slow.</summary>
public sealed class OperatorChannel : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <summary>Prepares calls; connects with the first.</summary>
    /// <param name="server">The control plane's address.</param>
    /// <param name="authority">The authority that must have certified it.</param>
    /// <param name="token">The operator's token.</param>
    public OperatorChannel(string server, X509Certificate2 authority, string token)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
            },
        };
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = 16 << 20 });
        Calls = _channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return metadata;
        });
    }

    /// <summary>For the generated clients: `new Fleet.FleetClient(channel.Calls)`.</summary>
    public CallInvoker Calls { get; }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
