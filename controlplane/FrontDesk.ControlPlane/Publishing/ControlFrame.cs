using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>A serialised ControlMessage: made once, sent to any number of edges.</summary>
/// <param name="Bytes">The message's bytes; shared, never changed.</param>
internal sealed record ControlFrame(byte[] Bytes)
{
    /// <summary>The frame of a message.</summary>
    public static ControlFrame Of(ControlMessage message) => new(message.ToByteArray());
}
