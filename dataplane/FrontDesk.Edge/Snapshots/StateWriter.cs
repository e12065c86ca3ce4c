using FrontDesk.Config.V1;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Snapshots;

/// <summary>
/// Writes what is in force to the disk. Where the disk fails, serving goes on from memory, it is told, and all is written anew once the disk takes
/// it again. Secrets come first, and while they cannot be written the configuration is not either: what lies on the disk is always a whole state.
/// Used by one task at a time.
/// </summary>
internal sealed class StateWriter(LastKnownGood disk, SecretVault vault, Degradations degradations, ILogger<StateWriter> log)
{
    // Reported beside resources: the state of this edge's own disk.
    private const string Name = "last-known-good";

    private volatile bool _areSecretsBehind;
    private volatile bool _isConfigurationBehind;

    /// <summary>Whether a restart would serve less than what is in force. Safe for all threads.</summary>
    public bool IsBehind => _areSecretsBehind || _isConfigurationBehind;

    /// <summary>Reads what was written last; nothing where there is nothing that can be read.</summary>
    public HeldConfiguration Read()
    {
        try
        {
            HeldConfiguration held = disk.Read();
            _isConfigurationBehind = held.Exists && !disk.IsOpen;
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotReadable(e.Message);
            return new HeldConfiguration();
        }
    }

    /// <summary>Writes secrets, and keeps them in memory in any case.</summary>
    public void Keep(IReadOnlyCollection<GetSecretsResponse> secrets)
    {
        if (secrets.Count > 0)
        {
            _areSecretsBehind = !Try(() => vault.Keep(secrets));
            Tell();
        }
    }

    /// <summary>Writes a change; the state is the one after it.</summary>
    public void Append(StateRecord change, HeldConfiguration held)
    {
        WriteConfiguration(_isConfigurationBehind ? () => disk.Replace(held) : () => disk.Append(change, held));
        Tell();
    }

    /// <summary>Writes the whole state, and forgets all secrets but those that it uses.</summary>
    public void Replace(HeldConfiguration held, IReadOnlySet<string> used)
    {
        WriteConfiguration(() => disk.Replace(held));

        // Not before: the state on the disk may use others.
        if (!IsBehind)
        {
            _areSecretsBehind = !Try(() => vault.Retain(used));
        }

        Tell();
    }

    /// <summary>Writes what could not be written before.</summary>
    public void CatchUp(HeldConfiguration held)
    {
        if (_areSecretsBehind)
        {
            _areSecretsBehind = !Try(vault.Rewrite);
        }

        if (_isConfigurationBehind)
        {
            WriteConfiguration(() => disk.Replace(held));
        }

        Tell();
    }

    private void WriteConfiguration(System.Action write) => _isConfigurationBehind = _areSecretsBehind || !Try(write);

    private bool Try(System.Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            degradations.Report(Kind.Unspecified, Name, $"The configuration cannot be written to the edge's disk: {e.Message} Serving goes on; a restart would serve an older one.");
            return false;
        }
    }

    private void Tell()
    {
        if (!IsBehind)
        {
            degradations.Report(Kind.Unspecified, Name, null);
        }
    }
}
