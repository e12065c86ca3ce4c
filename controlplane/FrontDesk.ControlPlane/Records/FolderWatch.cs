using System.Collections.Concurrent;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Records;

/// <summary>Tells when records of a folder changed, here or by another control plane. It looks at the folders that this process uses.</summary>
internal sealed class FolderWatch(StoreConnection store)
{
    // The mark of each folder as it was last seen; empty before the first look.
    private readonly ConcurrentDictionary<string, byte[]> _seen = new();

    /// <summary>Raised with a folder's name; see <see cref="RecordStore.Changed"/>.</summary>
    public event Action<string>? Changed;

    /// <summary>This process uses the folder: look at it from now on.</summary>
    public void Use(string folder) => _seen.TryAdd(folder, []);

    /// <summary>Tells that this process changed a folder.</summary>
    public void Tell(string folder) => Changed?.Invoke(folder);

    /// <summary>Looks whether folders changed since the last look. The first look at one that has records tells too.</summary>
    public async Task LookAsync()
    {
        string[] folders = [.. _seen.Keys];
        var marks = await store.ReadAsync([.. folders.Select(StoreNames.Folder)]);
        foreach (var (folder, mark) in folders.Zip(marks))
        {
            if (mark is not null && !mark.AsSpan().SequenceEqual(_seen[folder]))
            {
                _seen[folder] = mark;
                Tell(folder);
            }
        }
    }
}
