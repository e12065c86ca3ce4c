using Google.Protobuf;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Cuts what is streamed into messages.</summary>
internal static class Batches
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Batches of at most 1 MiB each, unless a single message is larger.</summary>
    public static IEnumerable<List<TMessage>> Of<TMessage>(IEnumerable<TMessage> messages)
        where TMessage : IMessage
    {
        var batch = new List<TMessage>();
        var size = 0;
        foreach (var message in messages)
        {
            var more = message.CalculateSize() + 8;
            if (batch.Count > 0 && size + more > MaxBytes)
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(message);
            size += more;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
