namespace FrontDesk.Quickstart;

/// <summary>A plain service to put behind the edges: says who it is and what it was asked.</summary>
internal static class SampleServer
{
    /// <summary>Serves on a port of 127.0.0.1 until SIGTERM.</summary>
    public static Task RunAsync(string name, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(
            $"""
            Hello from {name}.
            {context.Request.Method} {context.Request.Path}{context.Request.QueryString}
            Host: {context.Request.Host}
            X-Forwarded-For: {context.Request.Headers["X-Forwarded-For"]}
            X-Forwarded-Proto: {context.Request.Headers["X-Forwarded-Proto"]}

            """,
            context.RequestAborted));
        return app.RunAsync();
    }
}
