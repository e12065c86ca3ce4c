using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Jwt;

/// <summary>The sources of keys, each once however many policies name it, and kept while configuration changes.</summary>
internal sealed class KeySources(TimeProvider clock, ILogger<KeySources> log) : IDisposable
{
    private const int LargestAnswer = 256 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    private readonly ConcurrentDictionary<JwksModel, KeySource> _sources = new();
    private readonly ConditionalWeakTable<JwtModel, KeySource> _byModel = [];

    /// <summary>The source of a policy's keys.</summary>
    public KeySource Of(JwtModel model) => _byModel.TryGetValue(model, out var source)
        ? source
        : _byModel.GetValue(model, added => _sources.GetOrAdd(added.Keys, keys => new KeySource(keys, _client, clock, log)));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
