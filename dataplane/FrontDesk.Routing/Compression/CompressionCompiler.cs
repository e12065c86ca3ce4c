using FrontDesk.Routing.Routes;

namespace FrontDesk.Routing.Compression;

/// <summary>Compiles which answers are compressed.</summary>
internal static class CompressionCompiler
{
    private const int MaxTypes = 50;
    private const int MaxType = 127;
    private const long DefaultMinSize = 1024;
    private const ulong LargestMinSize = 1UL << 30;

    private static readonly string[] DefaultTypes =
    [
        "text/*", "application/json", "application/ld+json", "application/problem+json", "application/manifest+json", "application/xml", "application/xhtml+xml", "application/rss+xml",
        "application/atom+xml", "application/javascript", "application/wasm", "application/x-ndjson", "image/svg+xml",
    ];

    /// <summary>The model; null, with the problems told, where there is none.</summary>
    public static CompressionModel? Compile(Config.V1.Compression? config, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        if (config.Types_.Count > MaxTypes)
        {
            problems.Add("compression.types", $"At most {MaxTypes} types are allowed, these are {config.Types_.Count}.");
        }

        for (var i = 0; i < config.Types_.Count; i++)
        {
            if (!IsType(config.Types_[i]))
            {
                problems.Add($"compression.types[{i}]", $"`{config.Types_[i]}` is not a media type.", "Write for example application/json or text/*.");
            }
        }

        if (config.MinSize > LargestMinSize)
        {
            problems.Add("compression.minSize", "The size is out of range.", "Use 0 to 1 GiB.");
        }

        IReadOnlyList<string> types = config.Types_.Count > 0 ? config.Types_ : DefaultTypes;
        return !problems.None ? null : new CompressionModel(types.Where(static type => !type.EndsWith('*')), [.. types.Where(static type => type.EndsWith('*')).Select(static type => type[..^1])])
        {
            MinSize = config.HasMinSize ? (long)config.MinSize : DefaultMinSize,
        };
    }

    private static bool IsType(string text) =>
        text.Length <= MaxType && text.Split('/') is [var type, var subtype] && !type.Contains('*', StringComparison.Ordinal) && HeaderChangesCompiler.IsToken(type)
        && (subtype == "*" || (!subtype.Contains('*', StringComparison.Ordinal) && HeaderChangesCompiler.IsToken(subtype)));
}
