using System.Globalization;

namespace FrontDesk.ControlPlane.Store;

/// <summary>The names of keys. All share one hash tag, so that a transaction may span them in a Redis cluster too.</summary>
internal static class StoreNames
{
    /// <summary>What all keys start with.</summary>
    public const string All = "{frontdesk}:";

    /// <summary>The newest revision.</summary>
    public const string Head = "{frontdesk}:head";

    /// <summary>The pointer to the newest whole snapshot.</summary>
    public const string Snapshot = "{frontdesk}:snap";

    /// <summary>The store key under the master key.</summary>
    public const string Keys = "{frontdesk}:keys";

    /// <summary>Written for a second to hear why a transaction was refused.</summary>
    public const string Probe = "{frontdesk}:probe";

    /// <summary>Where the audit log stands.</summary>
    public const string Audit = "{frontdesk}:audit";

    /// <summary>The channel on which control planes hint that something changed.</summary>
    public const string Changed = "{frontdesk}:changed";

    /// <summary>One revision.</summary>
    public static string Revision(uint revision) => string.Create(CultureInfo.InvariantCulture, $"{{frontdesk}}:rev:{revision}");

    /// <summary>One entry of the audit log.</summary>
    public static string AuditEntry(ulong sequence) => string.Create(CultureInfo.InvariantCulture, $"{{frontdesk}}:audit:{sequence}");

    /// <summary>Whether a key is part of the audit log.</summary>
    public static bool IsAudit(string key) => key == Audit || key.StartsWith(Audit + ":", StringComparison.Ordinal);

    /// <summary>What the keys of a large revision's parts start with.</summary>
    public static string RevisionParts(uint revision, ReadOnlySpan<byte> commitId) => $"{Revision(revision)}:{Convert.ToHexStringLower(commitId)}";

    /// <summary>What the keys of a snapshot's parts start with.</summary>
    public static string SnapshotParts(uint revision, ReadOnlySpan<byte> id) =>
        string.Create(CultureInfo.InvariantCulture, $"{{frontdesk}}:snap:{revision}:{Convert.ToHexStringLower(id)}");

    /// <summary>One part.</summary>
    public static string Part(string prefix, uint index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}:{index}");

    /// <summary>Who does some work for all control planes.</summary>
    public static string Lease(string work) => $"{{frontdesk}}:lease:{work}";

    /// <summary>A value that the holder of a lease changes to show that it lives.</summary>
    public static string LeaseRenewal(string work) => $"{Lease(work)}:renewal";

    /// <summary>One record.</summary>
    public static string Record(string name) => $"{{frontdesk}}:record:{name}";

    /// <summary>A value that changes with every change of a folder's records.</summary>
    public static string Folder(string folder) => $"{{frontdesk}}:folder:{folder}";

    /// <summary>One shard of a folder's index.</summary>
    public static string Index(string folder, byte shard) => $"{{frontdesk}}:index:{folder}:{shard:x2}";
}
