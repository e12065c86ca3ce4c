using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// Where one edge stands and what it needs next: the rules of the stream, without the stream. Told by the reading side, asked by the
/// writing side, so it locks.
/// </summary>
internal sealed class EdgeProgress(Position running)
{
    private readonly Lock _lock = new();
    private Position _running = running;
    private Position? _inFlight;
    private bool _snapshotInFlight;
    private bool _snapshotWanted;
    private uint _refused;

    /// <summary>Wrong even after a snapshot; holds until the edge acknowledges the right digest.</summary>
    public bool Diverged { get; private set; }

    /// <summary>What the edge needs to come to a state.</summary>
    /// <param name="head">The state that it shall run.</param>
    /// <param name="digest">The digest of the edge's scope there.</param>
    public NextUpdate Next(DeskHead head, ByteString digest)
    {
        lock (_lock)
        {
            // One update at a time; nothing before the first revision; nothing again that was refused.
            if (_inFlight is not null || head.Revision == 0 || _refused == head.Revision)
            {
                return NextUpdate.None;
            }

            if (_running.Epoch == head.Epoch)
            {
                // An edge never goes back within an epoch: what is known here may be older than the truth.
                if (_running.Revision > head.Revision)
                {
                    return NextUpdate.Ahead;
                }

                if (_running.Revision == head.Revision && _running.Digest == digest && !_snapshotWanted)
                {
                    return NextUpdate.None;
                }

                if (_running.Revision > 0 && _running.Revision < head.Revision && !_snapshotWanted && !Diverged)
                {
                    return new NextUpdate(UpdateKind.Delta, _running);
                }
            }

            return new NextUpdate(UpdateKind.Snapshot, _running);
        }
    }

    /// <summary>An update is about to be sent.</summary>
    public void Sending(Position to, bool snapshot)
    {
        lock (_lock)
        {
            (_inFlight, _snapshotInFlight, _snapshotWanted) = (to, snapshot, false);
        }
    }

    /// <summary>The edge runs what it says.</summary>
    public void Acknowledged(Position applied)
    {
        lock (_lock)
        {
            _running = applied;
            if (_inFlight is null || applied.Revision != _inFlight.Revision || applied.Epoch != _inFlight.Epoch)
            {
                return;
            }

            Settle(applied.Digest == _inFlight.Digest, applied.Revision);
        }
    }

    /// <summary>The edge did not apply an update.</summary>
    public void Refused(Nack nack)
    {
        lock (_lock)
        {
            _running = nack.Running ?? _running;
            if (_inFlight is null || nack.Revision != _inFlight.Revision)
            {
                return;
            }

            if (nack.Reason is NackReason.DigestMismatch or NackReason.WrongPosition)
            {
                Settle(false, nack.Revision);
            }
            else
            {
                (_inFlight, _refused) = (null, nack.Revision);
            }
        }
    }

    /// <summary>A secret that the edge missed may be there now: what it refused can be tried again.</summary>
    public void Retry()
    {
        lock (_lock)
        {
            _refused = 0;
        }
    }

    // A wrong digest is answered with one snapshot; one that is wrong after a snapshot stays until the next revision.
    private void Settle(bool right, uint revision)
    {
        _inFlight = null;
        if (right)
        {
            (Diverged, _refused) = (false, 0);
        }
        else if (_snapshotInFlight)
        {
            (Diverged, _refused) = (true, revision);
        }
        else
        {
            _snapshotWanted = true;
        }
    }
}
