using System.Buffers;
using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Access;

/// <summary>
/// Asks a service whether to let a request in: a GET with the request's headers and none of its body. 2xx lets it in; 3xx and 4xx are the client's answer. Anything else is none, and the policy
/// says what then.
/// </summary>
internal sealed class ForwardedAuth(TimeProvider clock)
{
    private const string Method = ForwardingHeaders.Prefix + "Method";
    private const string Uri = ForwardingHeaders.Prefix + "Uri";
    private const int MostBody = 64 * 1024;

    // What would make the answer one to another question than whether to let in; the answer is passed on as it is, so it must not be compressed.
    private static readonly string[] NotAsked =
        ["Expect", "Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Accept-Encoding", Method, Uri];

    private static readonly string[] Answered = ["Location", "WWW-Authenticate", "Set-Cookie", "Retry-After"];

    /// <summary>Asks. Where the request is not let in, it is answered.</summary>
    /// <returns>Whether it is let in.</returns>
    public async Task<bool> IsLetInAsync(HttpContext context, Exchange exchange, ForwardAuthModel auth)
    {
        if (!exchange.Snapshot!.Services.TryGetValue(auth.Service, out var service) || service.Pool.Choose(StableHash.Of(exchange.Client)) is not { } endpoint)
        {
            return await WithoutAnswerAsync(context, auth);
        }

        using var enough = new CancellationTokenSource(auth.Timeout, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, context.RequestAborted);
        endpoint.State.Begin();
        try
        {
            using var question = Question(context, exchange, auth, service, endpoint);
            using var answer = await endpoint.Connections.SendAsync(question, patience.Token);
            var status = (int)answer.StatusCode;
            IHeaderDictionary headers = new HeaderDictionary();
            ServiceAnswer.CopyHeaders(answer, headers);
            if (status is >= 200 and < 300)
            {
                TakeIdentity(exchange, headers, auth);
                return true;
            }

            if (status is >= 300 and < 500)
            {
                await AnswerAsync(context, exchange, answer, headers, patience.Token);
                return false;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // Not there, too slow, or not HTTP: no answer, whatever it was.
        }
        finally
        {
            endpoint.State.End();
        }

        return await WithoutAnswerAsync(context, auth);
    }

    private static HttpRequestMessage Question(HttpContext context, Exchange exchange, ForwardAuthModel auth, ServiceState service, ServiceEndpoint endpoint)
    {
        var question = new HttpRequestMessage(HttpMethod.Get, endpoint.Prefix + auth.Path)
        {
            Version = endpoint.Protocol.Version!,
            VersionPolicy = endpoint.Protocol.VersionPolicy!.Value,
        };
        ServiceRequest.WriteHeaders(context, exchange, service, endpoint, question);
        foreach (var name in NotAsked)
        {
            question.Headers.Remove(name);
        }

        question.Headers.TryAddWithoutValidation(Method, exchange.Method);
        question.Headers.TryAddWithoutValidation(Uri, exchange.Path + exchange.Query);
        return question;
    }

    private static void TakeIdentity(Exchange exchange, IHeaderDictionary headers, ForwardAuthModel auth)
    {
        foreach (var name in auth.IdentityHeaders)
        {
            if (headers.TryGetValue(name, out var values))
            {
                (exchange.Identity ??= []).Add(new(name, values));
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context, Exchange exchange, HttpResponseMessage answer, IHeaderDictionary headers, CancellationToken cancellation)
    {
        using var rented = MemoryPool<byte>.Shared.Rent(MostBody + 1);
        var body = rented.Memory[..(MostBody + 1)];
        var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        OwnAnswer.Begin(context, Refusals.AccessDenied);
        foreach (var name in Answered)
        {
            if (headers.TryGetValue(name, out var values))
            {
                context.Response.Headers[name] = values;
            }
        }

        exchange.IsDenied = true;
        // Half a page is none.
        await OwnAnswer.WriteAsync(context, (int)answer.StatusCode, headers.ContentType, length > MostBody ? ReadOnlyMemory<byte>.Empty : body[..length]);
    }

    private static async Task<bool> WithoutAnswerAsync(HttpContext context, ForwardAuthModel auth)
    {
        if (auth.FailsOpen)
        {
            return true;
        }

        context.Exchange().IsDenied = true;
        await OwnAnswer.RefuseAsync(context, Refusals.AccessUnknown);
        return false;
    }
}
