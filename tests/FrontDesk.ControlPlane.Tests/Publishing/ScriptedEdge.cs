using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>An edge that speaks the protocol and does what its test says. It holds what it applied, and computes its own digest.</summary>
internal sealed class ScriptedEdge : IDisposable
{
    private readonly Dictionary<(Kind, string), StoredResource> _resources = [];
    private AsyncDuplexStreamingCall<EdgeMessage, ControlMessage>? _stream;

    private ScriptedEdge(LocalDesk desk, string name, X509Certificate2 certificate) => (At, Name, Certificate) = (desk, name, certificate);

    /// <summary>The control plane that it connects to.</summary>
    public LocalDesk At { get; set; }

    /// <summary>What it says that it understands; nothing: it does not tell.</summary>
    public IReadOnlyList<string> Features { get; set; } = [];

    /// <summary>How many streams this process opened.</summary>
    public uint Streams { get; set; }

    public string Name { get; }

    public X509Certificate2 Certificate { get; private set; }

    public string BootId { get; set; } = Guid.NewGuid().ToString();

    public DateTimeOffset Started { get; set; } = DateTimeOffset.UtcNow;

    public Position Have { get; set; } = new();

    /// <summary>What it says that it was given, signed.</summary>
    public SignedHead? Head { get; set; }

    public IReadOnlyDictionary<(Kind Kind, string Name), StoredResource> Resources => _resources;

    /// <summary>The port on loopback to connect to; 0: the control plane's own.</summary>
    public int Through { get; set; }

    public Sync.SyncClient Client => new(At.Edges(Certificate, Through));

    public static async Task<ScriptedEdge> EnrolAsync(LocalDesk desk, string name, string group = "", string? token = null)
    {
        var (request, key) = Request();
        var response = await new Enrolment.EnrolmentClient(desk.Edges(null)).EnrolAsync(
            new EnrolRequest { Token = token ?? await desk.JoinTokenAsync(group), Name = name, CertificateRequest = request, Version = "test" },
            cancellationToken: TestContext.Current.CancellationToken);
        return new ScriptedEdge(desk, name, WithKey(response.Certificate, key));
    }

    /// <summary>The same identity in another process.</summary>
    public ScriptedEdge Copy() => new(At, Name, Certificate);

    public static (ByteString Request, ECDsa Key) Request()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=anything", key, HashAlgorithmName.SHA256);
        return (ByteString.CopyFrom(request.CreateSigningRequest()), key);
    }

    public static X509Certificate2 WithKey(ByteString certificate, ECDsa key)
    {
        using var bare = X509CertificateLoader.LoadCertificate(certificate.Span);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>Renews the certificate.</summary>
    public async Task RenewAsync()
    {
        var (request, key) = Request();
        var response = await new Enrolment.EnrolmentClient(At.Edges(Certificate)).RenewAsync(
            new RenewRequest { CertificateRequest = request }, cancellationToken: TestContext.Current.CancellationToken);
        Certificate = WithKey(response.Certificate, key);
    }

    /// <summary>Connects and says hello.</summary>
    public async Task<Welcome> ConnectAsync()
    {
        await OpenAsync();
        return (await NextAsync()).Welcome;
    }

    /// <summary>Connects and says hello, whatever comes of it.</summary>
    public async Task OpenAsync(string? node = null)
    {
        _stream?.Dispose();
        _stream = Client.Connect(cancellationToken: TestContext.Current.CancellationToken);
        await TrySayAsync(new EdgeMessage
        {
            Hello = new Hello { Node = node ?? Name, BootId = BootId, Version = "test", Have = Have, Started = Started.ToTimestamp(), Head = Head, Stream = ++Streams, Features = { Features } },
        });
    }

    public Task SayAsync(EdgeMessage message) => _stream!.RequestStream.WriteAsync(message, TestContext.Current.CancellationToken);

    /// <summary>Says what the server may refuse, or have refused already; the stream's end tells.</summary>
    public Task TrySayAsync(EdgeMessage message) => Calls.WriteAsync(_stream!, message);

    /// <summary>The next message that is no beat.</summary>
    public async Task<ControlMessage> NextAsync()
    {
        do
        {
            if (!await _stream!.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Patience.Ample, TestContext.Current.CancellationToken))
            {
                throw new InvalidOperationException("The stream has ended.");
            }
        }
        while (_stream.ResponseStream.Current.Beat is not null);

        return _stream.ResponseStream.Current;
    }

    /// <summary>The next message, also a beat.</summary>
    public async Task<ControlMessage> NextOfAnyAsync()
    {
        await _stream!.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);
        return _stream.ResponseStream.Current;
    }

    /// <summary>Says nothing more, as after a goodbye.</summary>
    public Task HangUpAsync() => _stream!.RequestStream.CompleteAsync();

    /// <summary>Waits for the stream's end and gives its status.</summary>
    public async Task<StatusCode> EndAsync()
    {
        try
        {
            while (await _stream!.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Patience.Ample, TestContext.Current.CancellationToken))
            {
            }

            return StatusCode.OK;
        }
        catch (RpcException ended)
        {
            return ended.StatusCode;
        }
    }

    /// <summary>Takes the next delta and applies it, without a word.</summary>
    public async Task<Delta> DeltaAsync()
    {
        var delta = await NextAsync() is { Delta: { } got } ? got : throw new InvalidOperationException($"Not a delta: {_stream!.ResponseStream.Current}");
        Apply(delta);
        return delta;
    }

    /// <summary>Takes the next update and applies it, without a word.</summary>
    /// <returns>Whether it was a delta; else it was a snapshot.</returns>
    public async Task<bool> UpdateAsync()
    {
        var first = await NextAsync();
        if (first.Delta is { } delta)
        {
            Apply(delta);
            return true;
        }

        await SnapshotAsync(first);
        return false;
    }

    /// <summary>Takes the next snapshot and applies it, without a word.</summary>
    /// <param name="first">Its first part, where that was taken already.</param>
    public async Task<IReadOnlyList<SnapshotChunk>> SnapshotAsync(ControlMessage? first = null)
    {
        var chunks = new List<SnapshotChunk>();
        do
        {
            var message = first ?? await NextAsync();
            first = null;
            if (message.Resnapshot is null)
            {
                chunks.Add(message.Snapshot ?? throw new InvalidOperationException($"Not a snapshot: {message}"));
            }
        }
        while (chunks is [] or [.., { Last: false }]);

        _resources.Clear();
        foreach (var resource in chunks.SelectMany(chunk => chunk.Resources))
        {
            _resources.Add((resource.Kind, resource.Name), resource);
        }

        Applied(chunks[0].To);
        return chunks;
    }

    /// <summary>Acknowledges what it runs.</summary>
    public Task AckAsync(params Degraded[] degraded) => SayAsync(new EdgeMessage { Ack = new Ack { Applied = Have, Degraded = { degraded } } });

    public void Dispose() => _stream?.Dispose();

    private void Apply(Delta delta)
    {
        Assert.Equal(Have.Revision, delta.From.Revision);
        foreach (var operation in delta.Operations)
        {
            if (operation.Put is { } put)
            {
                _resources[(put.Kind, put.Name)] = put;
            }
            else
            {
                _resources.Remove((operation.Delete.Kind, operation.Delete.Name));
            }
        }

        Applied(delta.To);
    }

    private void Applied(Position to)
    {
        var digest = _resources.Values.Aggregate(ScopeDigest.Empty, (sum, resource) => sum.Add(resource));
        Assert.Equal(to.Digest, ByteString.CopyFrom(digest.ToArray()));
        Have = to;
    }
}
