using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Fleet.Bench;

/// <summary>An edge reduced to its stream: a connection and an identity of its own, and an answer to each update; it applies nothing.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to dispose of.")]
internal sealed class LightEdge(string name, Uri address, X509Certificate2 authority) : IDisposable
{
    private static readonly string BootId = Guid.NewGuid().ToString("N");
    private static readonly DateTime Started = DateTime.UtcNow;

    private readonly Lock _lock = new();

    // A beat and an answer must not be written at once.
    private readonly SemaphoreSlim _saying = new(1);
    private readonly List<(uint Revision, TaskCompletionSource Reached)> _awaited = [];
    private X509Certificate2? _certificate;
    private GrpcChannel? _channel;
    private Position _have = new();
    private uint _streams;

    /// <summary>Becomes a member.</summary>
    public async Task EnrolAsync(string token)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var channel = Open(null);
        var request = new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var answer = await new Enrolment.EnrolmentClient(channel).EnrolAsync(
            new EnrolRequest { Token = token, Name = name, CertificateRequest = ByteString.CopyFrom(request), Version = "bench" });
        using var bare = X509CertificateLoader.LoadCertificate(answer.Certificate.Span);
        _certificate = bare.CopyWithPrivateKey(key);
    }

    /// <summary>Connects anew, with or without what it has, and answers until it is cut.</summary>
    public void Connect(bool resume)
    {
        _channel?.Dispose();
        if (!resume)
        {
            _have = new Position();
        }

        _channel = Open(_certificate);
        _ = RunAsync(_channel);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Cut() => _channel?.Dispose();

    /// <summary>Completes when it has acknowledged a revision on the stream that it has now.</summary>
    public Task ReachAsync(uint revision)
    {
        lock (_lock)
        {
            if (_have.Revision >= revision)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((revision, reached));
            return reached.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel?.Dispose();
        _certificate?.Dispose();
    }

    private async Task RunAsync(GrpcChannel channel)
    {
        try
        {
            using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(LightUpdate.Connect, null, default);
            await call.RequestStream.WriteAsync(new EdgeMessage
            {
                Hello = new Hello
                {
                    Node = name,
                    BootId = BootId,
                    Started = Started.ToTimestamp(),
                    Version = "bench",
                    Have = _have,
                    Stream = ++_streams,
                },
            });
            using var beat = new Timer(_ => _ = BeatAsync(call), null, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4));
            await foreach (var message in call.ResponseStream.ReadAllAsync())
            {
                if (message.To is { } to)
                {
                    await SayAsync(call, new EdgeMessage { Ack = new Ack { Applied = to } });
                    Reached(to);
                }
            }
        }
        catch (Exception end) when (end is RpcException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or sent away: the measurement connects anew.
            return;
        }
    }

    private Task BeatAsync(AsyncDuplexStreamingCall<EdgeMessage, LightUpdate> call) => SayAsync(call, new EdgeMessage { Beat = new EdgeBeat { Applied = _have } });

    private async Task SayAsync(AsyncDuplexStreamingCall<EdgeMessage, LightUpdate> call, EdgeMessage message)
    {
        await _saying.WaitAsync();
        try
        {
            await call.RequestStream.WriteAsync(message);
        }
        catch (Exception end) when (end is RpcException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader hears of it too.
            return;
        }
        finally
        {
            _saying.Release();
        }
    }

    private void Reached(Position to)
    {
        lock (_lock)
        {
            _have = to;
            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Revision <= to.Revision))
            {
                reached.TrySetResult();
            }

            _awaited.RemoveAll(awaited => awaited.Revision <= to.Revision);
        }
    }

    private GrpcChannel Open(X509Certificate2? certificate) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 64 << 20,
        HttpHandler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            },
        },
    });
}
