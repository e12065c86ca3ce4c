using System.Text;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Jwt;

/// <summary>
/// Where an issuer's keys come from, and the last ones that came. They are fetched when a token is looked at: at first, where they are old, in the background, and where a key is not known, but then
/// not again for a while, whatever tokens come. What is no key set changes nothing: the last one holds.
/// </summary>
internal sealed class KeySource
{
    /// <summary>From when on keys are fetched anew, in the background.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromMinutes(10);

    /// <summary>The time between two fetches.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly string _url;
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private volatile KeySet? _keys;
    private Task? _fetch;
    private long _fetched;
    private long _came;

    /// <summary>A source of a policy. Fetches nothing yet.</summary>
    public KeySource(JwksModel model, HttpClient client, TimeProvider clock, ILogger log)
    {
        (_url, _client, _clock, _log) = (model.Url, client, clock, log);
        if (model.Inline.Length > 0)
        {
            _keys = KeySet.Parse(Encoding.UTF8.GetBytes(model.Inline));
        }
    }

    /// <summary>The keys as they are; null where none ever came.</summary>
    public KeySet? Keys => _keys;

    /// <summary>Fetches in the background where the keys are old. Costs a look at the clock.</summary>
    public void Refresh()
    {
        if (_url.Length > 0 && _clock.GetElapsedTime(Volatile.Read(ref _came)) >= Old && _clock.GetElapsedTime(Volatile.Read(ref _fetched)) >= Pause)
        {
            _ = FetchAsync();
        }
    }

    /// <summary>Fetches, unless that was done just now. Many callers wait for one fetch.</summary>
    /// <returns>Ends when there is nothing more to wait for.</returns>
    public Task FetchAsync()
    {
        if (_url.Length == 0)
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            if (_fetch is { IsCompleted: false })
            {
                return _fetch;
            }

            if (_fetch is not null && _clock.GetElapsedTime(_fetched) < Pause)
            {
                return Task.CompletedTask;
            }

            Volatile.Write(ref _fetched, _clock.GetTimestamp());
            return _fetch = Task.Run(FetchOnceAsync);
        }
    }

    private async Task FetchOnceAsync()
    {
        try
        {
            if (KeySet.Parse(await _client.GetByteArrayAsync(_url)) is { } keys)
            {
                _keys = keys;
                Volatile.Write(ref _came, _clock.GetTimestamp());
                JwtLog.KeysFetched(_log, _url);
                return;
            }

            JwtLog.KeysNotFetched(_log, _url, "the answer holds no public key that is of use");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            JwtLog.KeysNotFetched(_log, _url, e.Message);
        }
    }
}
