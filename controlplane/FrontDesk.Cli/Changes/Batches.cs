using Google.Protobuf;

namespace FrontDesk.Cli.Changes;

/// <summary>Cuts what is sent into batches below the API's bound, so that no message limit is ever met.</summary>
internal static class Batches
{
    /// <summary>1 MiB, less what the batch itself needs.</summary>
    private const int MostBytes = (1024 * 1024) - 64;

    /// <summary>Bytes that a message costs in a repeated field beyond its own: tag and length.</summary>
    private const int BytesAround = 6;

    /// <summary>The messages in their order, batch by batch. One that is larger than a batch stands alone.</summary>
    public static IEnumerable<List<T>> Cut<T>(IEnumerable<T> messages)
        where T : IMessage
    {
        var batch = new List<T>();
        var bytes = 0;
        foreach (var message in messages)
        {
            var size = message.CalculateSize() + BytesAround;
            if (batch.Count > 0 && bytes + size > MostBytes)
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(message);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
