using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>A service whose answers wait for the test: to `/` comes `late` as a whole; to `/download` comes `first` at once and `last` when the test says so.</summary>
internal sealed class HeldBackend : IAsyncDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _came = new(0);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpBackend _backend = null!;

    public string Url => _backend.Url;

    /// <summary>Ends when the first request is there.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends when so many requests came.</summary>
    public async Task AllAsked(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _came.WaitAsync();
        }
    }

    public static async Task<HeldBackend> StartAsync()
    {
        var service = new HeldBackend();
        service._backend = await HttpBackend.StartAsync(service.ServeAsync);
        return service;
    }

    /// <summary>Lets all answers go.</summary>
    public void Answer() => _answer.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Answer();
        return _backend.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/download")
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            _asked.TrySetResult();
            await _answer.Task;
            await context.Response.WriteAsync("last");
            return;
        }

        _asked.TrySetResult();
        _came.Release();
        await _answer.Task;
        context.Response.ContentLength = 4;
        await context.Response.WriteAsync("late");
    }
}
