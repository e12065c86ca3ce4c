using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace FrontDesk.Edge.Compression;

/// <summary>Registers the compression of answers.</summary>
internal static class CompressionRegistration
{
    /// <summary>Adds it: Brotli before gzip where a client likes both, each at the level for answers that are made once and sent once.</summary>
    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression();
        services.Configure<BrotliCompressionProviderOptions>(static brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static gzip => gzip.Level = CompressionLevel.Fastest);
        return services.AddSingleton<IResponseCompressionProvider, RouteCompression>();
    }
}
