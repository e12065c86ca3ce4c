using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Store;

/// <summary>The store as people read it.</summary>
internal static class StoreText
{
    /// <summary>Writes a line per fact, alarms last.</summary>
    public static void Write(Shell shell, GetStoreResponse store)
    {
        Line("store", $"{store.Kind} {store.Address}");
        if (store.Unreachable.Length > 0)
        {
            shell.Out.WriteLine(new Cell($"unreachable: {store.Unreachable}", Tone.Bad).Render(shell.Colour));
        }

        Line("in the store", Place(store.Store));
        Line("seen", Place(store.Seen));
        Line("history", store.Seen.Revision < store.Oldest ? "empty" : $"revisions {store.Oldest} to {store.Seen.Revision}");
        if (store.Bytes > 0)
        {
            Line("size", $"{store.Bytes / 1048576.0:0.0} MiB");
        }

        if (store.EvictionPolicy.Length > 0)
        {
            Line("when memory is full", store.EvictionPolicy);
        }

        if (store.AppendOnly.Length > 0)
        {
            Line("writes go to a file", store.AppendOnly);
        }

        foreach (var alarm in store.Alarms)
        {
            shell.Out.WriteLine(new Cell($"alarm {alarm.Code} since {TimeText.Of(alarm.Since)}: {alarm.Sentence}", Tone.Bad).Render(shell.Colour));
            shell.Out.WriteLine($"  {Printable.Line(alarm.Remedy)}");
        }

        void Line(string name, string value) => shell.Out.WriteLine($"{name}: {Printable.Line(value)}");
    }

    private static string Place(StorePlace? place) => place is null ? "unknown" : $"revision {place.Revision}, epoch {place.Epoch}, chain {place.Chain}";
}
