using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// Binds the contract's Sync with frames in place of messages on the way out, so that one update's bytes serve all edges. Generated code
/// would serialise it for each of them again.
/// </summary>
[BindServiceMethod(typeof(SyncContract), nameof(Bind))]
internal abstract class SyncContract
{
    private static readonly Method<EdgeMessage, ControlFrame> ConnectMethod = new(
        MethodType.DuplexStreaming,
        Descriptor.FullName,
        nameof(Connect),
        Marshallers.Create(message => message.ToByteArray(), EdgeMessage.Parser.ParseFrom),
        Marshallers.Create<ControlFrame>(Write, _ => throw new NotSupportedException("a server reads no frames")));

    private static readonly Method<GetSecretsRequest, GetSecretsResponse> GetSecretsMethod = new(
        MethodType.ServerStreaming,
        Descriptor.FullName,
        nameof(GetSecrets),
        Marshallers.Create(message => message.ToByteArray(), GetSecretsRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), GetSecretsResponse.Parser.ParseFrom));

    /// <summary>The contract's description, for server reflection.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => Sync.Descriptor;

    /// <summary>Called by gRPC with no service to learn the methods.</summary>
    public static void Bind(ServiceBinderBase binder, SyncContract? service)
    {
        binder.AddMethod(ConnectMethod, service is null ? null! : service.Connect);
        binder.AddMethod(GetSecretsMethod, service is null ? null! : service.GetSecrets);
    }

    /// <summary>Serves one edge's stream until it ends.</summary>
    public abstract Task Connect(
        IAsyncStreamReader<EdgeMessage> requests, IServerStreamWriter<ControlFrame> responses, ServerCallContext context);

    /// <summary>Serves the bytes of secrets that the node's group uses.</summary>
    public abstract Task GetSecrets(
        GetSecretsRequest request, IServerStreamWriter<GetSecretsResponse> responses, ServerCallContext context);

    private static void Write(ControlFrame frame, SerializationContext context)
    {
        context.SetPayloadLength(frame.Bytes.Length);
        var writer = context.GetBufferWriter();
        frame.Bytes.CopyTo(writer.GetSpan(frame.Bytes.Length));
        writer.Advance(frame.Bytes.Length);
        context.Complete();
    }
}
