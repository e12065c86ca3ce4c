using System.Text;
using FrontDesk.Edge.Jwt;
using FrontDesk.Routing.Access;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Jwt;

/// <summary>Where keys come from, and what holds while they do not.</summary>
public sealed class KeySourceTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new TestIssuer().With("one", "RS256").With("two", "ES256");
    private readonly ManualTime _time = new();
    private HttpBackend _server = null!;
    private KeySources _sources = null!;
    private KeySource _source = null!;
    private string _answer = "";
    private int _status = 200;
    private int _asked;

    public async ValueTask InitializeAsync()
    {
        _server = await HttpBackend.StartAsync(async context =>
        {
            Interlocked.Increment(ref _asked);
            context.Response.StatusCode = _status;
            if (_status == 302)
            {
                context.Response.Headers.Location = "/elsewhere";
            }

            await context.Response.WriteAsync(_answer);
        });
        _sources = new KeySources(_time, NullLogger<KeySources>.Instance);
        _source = _sources.Of(Model());
        _answer = _issuer.Keys("one");
        _time.Advance(TimeSpan.FromHours(1));
    }

    public async ValueTask DisposeAsync()
    {
        _sources.Dispose();
        _issuer.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_all_who_wait()
    {
        Assert.Null(_source.Keys);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _source.FetchAsync()));

        Assert.NotNull(_source.Keys!.Find("one", "RS256"));
        Assert.Equal(1, _asked);
        Assert.Same(_source, _sources.Of(Model()));
    }

    [Fact]
    public async Task A_flood_of_unknown_key_ids_is_one_fetch_and_a_new_key_is_known_after_it()
    {
        await _source.FetchAsync();
        _answer = _issuer.Keys();
        for (var i = 0; i < 1_000; i++)
        {
            await _source.FetchAsync();
        }

        Assert.Equal(1, _asked);
        _time.Advance(KeySource.Pause);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _source.FetchAsync()));
        Assert.Equal(2, _asked);
        Assert.NotNull(_source.Keys!.Find("two", "ES256"));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>busy</html>")]
    [InlineData(200, "{\"keys\":[]}")]
    [InlineData(200, "{\"keys\":7}")]
    [InlineData(200, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"one\"}]}")]
    [InlineData(200, "huge")]
    public async Task What_is_no_key_set_changes_nothing(int status, string answer)
    {
        await _source.FetchAsync();
        var before = _source.Keys;
        (_status, _answer) = (status, answer == "huge" ? _issuer.Keys() + new string(' ', 300_000) : answer);

        _time.Advance(KeySource.Pause);
        await _source.FetchAsync();

        Assert.Equal(2, _asked);
        Assert.Same(before, _source.Keys);
    }

    [Fact]
    public async Task Old_keys_hold_and_are_fetched_anew_in_the_background()
    {
        await _source.FetchAsync();
        _source.Refresh();
        Assert.Equal(1, _asked);

        _answer = _issuer.Keys("two");
        _time.Advance(KeySource.Old);
        _source.Refresh();
        await _source.FetchAsync();

        Assert.Equal(2, _asked);
        Assert.Null(_source.Keys!.Find("one", "RS256"));
    }

    [Fact]
    public async Task A_source_that_is_down_from_the_start_gives_no_keys_and_is_asked_again()
    {
        _status = 503;
        await _source.FetchAsync();
        Assert.Null(_source.Keys);

        _status = 200;
        _time.Advance(KeySource.Pause);
        await _source.FetchAsync();
        Assert.NotNull(_source.Keys);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"}]}")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"AQ\",\"e\":\"AQAB\"}]}")]
    public void What_holds_no_key_of_use_is_none(string json) => Assert.Null(KeySet.Parse(Encoding.UTF8.GetBytes(json)));

    private JwtModel Model() => new("iss", ["aud"], new JwksModel($"{_server.Url}/keys", ""), ["RS256", "ES256"], TimeSpan.Zero, [], [], false);
}
