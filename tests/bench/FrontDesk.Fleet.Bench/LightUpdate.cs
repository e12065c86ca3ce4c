using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.Fleet.Bench;

/// <summary>What a light edge reads of a control plane's message: where it leads. Resources are skipped, for a thousand edges share one process and it is not they that are measured.</summary>
/// <param name="To">Where an update leads that is now whole; null: it is none, or a further part follows.</param>
internal sealed record LightUpdate(Position? To)
{
    /// <summary>The stream's method, with answers read that way.</summary>
    public static readonly Method<EdgeMessage, LightUpdate> Connect = new(
        MethodType.DuplexStreaming,
        Sync.Descriptor.FullName,
        nameof(Connect),
        Marshallers.Create(static message => message.ToByteArray(), EdgeMessage.Parser.ParseFrom),
        Marshallers.Create(static _ => throw new NotSupportedException("an edge writes none"), Read));

    private static LightUpdate Read(byte[] message)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and > 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case ControlMessage.DeltaFieldNumber:
                    return Part(input.ReadBytes(), Delta.ToFieldNumber, whole: true);
                case ControlMessage.SnapshotFieldNumber:
                    return Part(input.ReadBytes(), SnapshotChunk.ToFieldNumber, whole: false);
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return new LightUpdate(To: null);
    }

    private static LightUpdate Part(ByteString update, int toField, bool whole)
    {
        Position? to = null;
        using var input = update.CreateCodedInput();
        while (input.ReadTag() is var tag and > 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            if (field == toField)
            {
                to = Position.Parser.ParseFrom(input.ReadBytes());
            }
            else if (!whole && field == SnapshotChunk.LastFieldNumber)
            {
                whole = input.ReadBool();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return new LightUpdate(whole ? to : null);
    }
}
