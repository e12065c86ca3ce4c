using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>One edge's stream, as the control plane sees it.</summary>
internal sealed class ScriptedStream(Hello hello, X509Certificate2? certificate, IServerStreamWriter<ControlMessage> answers)
{
    private readonly Channel<EdgeMessage> _said = Channel.CreateUnbounded<EdgeMessage>();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Hello Hello { get; } = hello;

    /// <summary>What the edge showed in the TLS handshake.</summary>
    public X509Certificate2? Certificate { get; } = certificate;

    /// <summary>Ends when the test cuts the stream.</summary>
    public Task End => _end.Task;

    /// <summary>What the edge said.</summary>
    public ChannelWriter<EdgeMessage> Said => _said.Writer;

    public Task WelcomeAsync(Position? target = null, TimeSpan? beat = null) => SendAsync(new ControlMessage
    {
        Welcome = new Welcome { Group = "default", Target = target ?? new Position(), Beat = (beat ?? TimeSpan.FromSeconds(10)).ToDuration(), Version = "test" },
    });

    public Task SendAsync(ControlMessage message) => answers.WriteAsync(message, TestContext.Current.CancellationToken);

    public Task SendAsync(Delta delta) => SendAsync(new ControlMessage { Delta = delta });

    public async Task SendAsync(IEnumerable<SnapshotChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            await SendAsync(new ControlMessage { Snapshot = chunk });
        }
    }

    /// <summary>The next Ack or Nack; beats are passed over.</summary>
    public Task<EdgeMessage> NextAnswerAsync() => NextAsync(message => message.MessageCase is EdgeMessage.MessageOneofCase.Ack or EdgeMessage.MessageOneofCase.Nack);

    /// <summary>The next message that fits; others are passed over.</summary>
    public async Task<EdgeMessage> NextAsync(Predicate<EdgeMessage> fits)
    {
        await foreach (var message in _said.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (fits(message))
            {
                return message;
            }
        }

        throw new EndOfStreamException("The edge ended the stream.");
    }

    /// <summary>Ends the stream, as when the control plane dies.</summary>
    public void Cut() => _end.TrySetResult();
}
