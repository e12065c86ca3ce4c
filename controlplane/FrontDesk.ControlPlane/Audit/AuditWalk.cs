using System.Runtime.CompilerServices;
using FrontDesk.Admin.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>A walk over the log, from its oldest entry on, that verifies each. It goes on where it ended, with what was added since.</summary>
internal sealed class AuditWalk(AuditLog log)
{
    private const int AtOnce = 500;
    private const int MostFaults = 20;

    private readonly List<string> _faults = [];
    private ulong _first;
    private ulong _last;
    private byte[]? _chain;

    /// <summary>How far it came, and what did not verify.</summary>
    public AuditState State => new() { First = _first, Last = _last, Faults = { _faults } };

    /// <summary>The entries from where it stands up to the newest.</summary>
    public async IAsyncEnumerable<AuditEntry> NextAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (head, fault) = await log.ReadHeadAsync();
        Note(fault);
        if (head is null)
        {
            yield break;
        }

        if (_chain is null || head.First > _last + 1 || head.Last < _last)
        {
            // The beginning; or the entries where it stands were deleted by their age; or the log lost some, and goes on from before.
            (_first, _last, _chain) = (head.First, head.First - 1, head.Anchor);
        }

        while (_last < head.Last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = _last + 1;
            var stored = await log.ReadAsync(from, (int)Math.Min(AtOnce, head.Last - _last));
            if (stored.Contains(null) && (await log.ReadHeadAsync()).Head is { } now && now.First > from)
            {
                // Deleted by their age while this looked.
                (_first, _last, _chain) = (now.First, now.First - 1, now.Anchor);
                continue;
            }

            foreach (var entry in stored)
            {
                _last++;
                if (entry is null)
                {
                    Note($"entry {_last} is missing");
                    continue;
                }

                var parsed = TryParse(entry);
                if (!log.Follows(_chain, entry) || parsed?.Sequence != _last)
                {
                    Note($"entry {_last} is not what was written after entry {_last - 1}");
                }

                _chain = entry.Chain.ToByteArray();
                if (parsed is not null)
                {
                    yield return parsed;
                }
            }
        }

        if (!_chain.AsSpan().SequenceEqual(head.Chain))
        {
            Note($"the log does not end with the entry {head.Last} that was written last");
        }
    }

    private void Note(string? fault)
    {
        if (fault is not null && _faults.Count < MostFaults && !_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    private static AuditEntry? TryParse(StoredAuditEntry stored)
    {
        try
        {
            return AuditEntry.Parser.ParseFrom(stored.Entry);
        }
        catch (InvalidProtocolBufferException)
        {
            // The chain tells that it is damaged.
            return null;
        }
    }
}
