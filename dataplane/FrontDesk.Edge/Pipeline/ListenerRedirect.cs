using FrontDesk.Edge.Answers;

namespace FrontDesk.Edge.Pipeline;

/// <summary>On a listener that redirects: sends the client to the same host, path and query under https, unless it came by https to a trusted proxy.</summary>
internal sealed class ListenerRedirect(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var listener = exchange.Listener;
        if (listener.RedirectPort == 0 || exchange.Scheme == "https")
        {
            return next(context);
        }

        var port = listener.RedirectPort == 443 ? "" : $":{listener.RedirectPort}";
        return OwnAnswer.RedirectAsync(context, listener.RedirectStatus, $"https://{exchange.Host}{port}{exchange.Path}{exchange.Query}", "listener-redirect");
    }
}
