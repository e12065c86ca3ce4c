using Google.Protobuf;

namespace FrontDesk.ControlPlane.Store;

/// <summary>Reads values of the store, which may have been changed by others.</summary>
internal static class StoredValue
{
    /// <summary>Parses a value.</summary>
    /// <exception cref="StoreRefusedException">It is not such a message.</exception>
    public static T Parse<T>(MessageParser<T> parser, byte[] raw, string key)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(raw);
        }
        catch (InvalidProtocolBufferException garbage)
        {
            throw new StoreRefusedException($"the value of {key} in the store is not what a control plane writes: restore the store from a backup", garbage);
        }
    }
}
