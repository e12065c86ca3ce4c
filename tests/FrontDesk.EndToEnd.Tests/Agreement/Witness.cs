using System.Collections.Concurrent;
using System.Globalization;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.EndToEnd.Tests.Agreement;

/// <summary>What a service got.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The target, as it came.</param>
/// <param name="Headers">The headers; names in lower case, values of one name joined.</param>
internal sealed record Seen(string Service, string Method, string Target, IReadOnlyDictionary<string, string> Headers);

/// <summary>The services behind the edge: they remember what they were asked, by the header x-case.</summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Seen> _seen = new();
    private readonly List<HttpBackend> _services = [];

    /// <summary>Their URLs.</summary>
    public IReadOnlyList<string> Urls => [.. _services.Select(static service => service.Url)];

    /// <summary>Starts one service for each name.</summary>
    public static async Task<Witness> StartAsync(params string[] names)
    {
        var witness = new Witness();
        foreach (var name in names)
        {
            witness._services.Add(await HttpBackend.StartAsync(context =>
            {
                witness.Remember(name, context);
                context.Response.Headers["x-service"] = name;
                return context.Response.WriteAsync(name);
            }));
        }

        return witness;
    }

    /// <summary>What a service got of this case; null where none got it.</summary>
    public Seen? Of(int number) => _seen.GetValueOrDefault(number);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }
    }

    private void Remember(string name, HttpContext context)
    {
        var request = context.Request;
        var number = int.Parse(request.Headers["x-case"].ToString(), CultureInfo.InvariantCulture);
        var headers = request.Headers.ToDictionary(static header => header.Key.ToLowerInvariant(), static header => string.Join(", ", header.Value.ToArray()).Trim());
        _seen[number] = new Seen(name, request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers);
    }
}
