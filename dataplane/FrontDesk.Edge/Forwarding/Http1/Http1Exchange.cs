using System.Runtime.CompilerServices;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// One request and its answer on a connection. The answer is handed over when its head is here, while the request's body goes on being sent.
/// The connection is free again when both are at their end; if one of them breaks, it is closed.
/// </summary>
internal sealed class Http1Exchange(Http1Connection connection, HttpRequestMessage request, Http1Limits limits, TimeProvider clock, CancellationToken cancellation)
{
    private const int RequestDone = 1;
    private const int AnswerDone = 2;
    private const int RequestBroken = 4;

    private CancellationTokenRegistration _cancelling;
    private CancellationTokenSource? _stopSending;
    private AnswerHead? _head;
    private int _state;
    private int _isOver;

    /// <summary>Sends the request and reads the answer's head.</summary>
    /// <returns>The answer; null where the connection turned out to have been closed before, and the request can be sent on another as if nothing was.</returns>
    /// <exception cref="HttpRequestException">The service gave no valid answer.</exception>
    /// <exception cref="OperationCanceledException">The exchange was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Http1Answer?> SendAsync()
    {
        var isSent = false;
        try
        {
            connection.Render(request);
            _cancelling = cancellation.UnsafeRegister(static exchange => ((Http1Exchange)exchange!).Abort(), this);
            await connection.WriteHeadAsync();
            isSent = true;
            var head = request.Content is { } body ? await SendBodyAsync(body) : null;
            if (request.Content is null)
            {
                RequestEnded();
            }

            head ??= await NextHeadAsync();
            for (var interim = 1; IsInterim(head); interim++)
            {
                if (interim > limits.InterimAnswers)
                {
                    throw new MalformedAnswerException($"The service sent more than {limits.InterimAnswers} answers of status 1xx.");
                }

                head = await NextHeadAsync();
            }

            return Answer(head);
        }
        catch (Exception failure)
        {
            Abort();
            ThrowIfCancelled(failure);
            return connection.WasIdle && failure is not (HttpRequestException or MalformedAnswerException) && (!isSent || (!connection.HasAnswered && IsRepeatable))
                ? null
                : throw failure as HttpRequestException ?? new HttpRequestException("The service gave no valid answer. " + failure.Message, failure);
        }
    }

    /// <summary>The request is sent to its end.</summary>
    public void RequestEnded() => Note(RequestDone);

    /// <summary>The service does not take the request's body. Its answer may be here, or come, all the same (RFC 9112 §9.5).</summary>
    public void RequestFailed() => Note(RequestBroken);

    /// <summary>The answer is read to its end.</summary>
    public void AnswerEnded() => Note(AnswerDone);

    /// <summary>Ends the exchange and its connection, whatever they are at. Does nothing to an exchange that is over.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _cancelling.Unregister();
            connection.Dispose();
            _stopSending?.Cancel();
        }
    }

    /// <summary>Makes of what failed because the exchange was cancelled what it is.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public void ThrowIfCancelled(Exception failure)
    {
        if (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(failure.Message, failure, cancellation);
        }
    }

    // RFC 9110 §9.2.2: to send these twice has the effect of sending them once.
    private bool IsRepeatable => request.Content is null && request.Method.Method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE";

    private static bool IsInterim(AnswerHead head) => head.Status is < 200 and not StatusCodes.Status101SwitchingProtocols;

    /// <summary>Begins to send the body; returns a head that came before that.</summary>
    private async ValueTask<AnswerHead?> SendBodyAsync(HttpContent content)
    {
        AnswerHead? head = null;
        Task<AnswerHead>? reading = null;
        if (request.Headers.NonValidated.Contains("Expect"))
        {
            reading = NextHeadAsync().AsTask();
            await Task.WhenAny(reading, Task.Delay(limits.ContinueWait, clock, CancellationToken.None));
            head = reading.IsCompleted ? await reading : null;
            if (head is not null && !IsInterim(head))
            {
                // The service does not want the body.
                return head;
            }
        }

        _stopSending = new CancellationTokenSource();
        var length = content.Headers.ContentLength;
        // Only a body in chunks has a place for trailers.
        var trailers = length is null && request.Options.TryGetValue(RequestTrailers.Key, out var client) ? client : null;
        _ = SendAsync(content, new RequestBody(this, connection, length, trailers), _stopSending.Token);
        return head is null && reading is not null ? await reading : head;
    }

    private async Task SendAsync(HttpContent content, RequestBody body, CancellationToken stop)
    {
        try
        {
            await content.CopyToAsync(body, null, stop);
            await body.EndAsync();
        }
        catch (Exception)
        {
            // The forwarder, whose content it is, knows what failed. Half a request is of no use to the service.
            if (!body.HasFailed)
            {
                Abort();
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AnswerHead> NextHeadAsync()
    {
        var head = new AnswerHead(limits);
        while (!connection.Read(head))
        {
            if (await connection.FillAsync() == 0)
            {
                throw new EndOfStreamException("It closed the connection.");
            }
        }

        return head;
    }

    private Http1Answer Answer(AnswerHead head)
    {
        _head = head;
        if (head.Status == StatusCodes.Status101SwitchingProtocols)
        {
            if (head.Upgrade is null || request.Content is not null || !request.Headers.NonValidated.Contains("Upgrade"))
            {
                throw new MalformedAnswerException("The service switches to a protocol that it was not asked for.");
            }

            return new(head, request, new Tunnel(this, connection));
        }

        // RFC 9112 §6.3
        if (head.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified || head.Length == 0 || request.Method == HttpMethod.Head)
        {
            AnswerEnded();
            return new(head, request, Stream.Null);
        }

        return new(head, request, new AnswerBody(this, connection, limits, head));
    }

    private void Note(int what)
    {
        var before = Interlocked.Or(ref _state, what);
        var now = before | what;
        if ((now & AnswerDone) == 0 || now == before)
        {
            return;
        }

        // RFC 9112 §9.5: a service that closes, or answers an error before it has the whole request, does not want the rest.
        if (_head!.Closes || (now & RequestBroken) != 0 || ((now & RequestDone) == 0 && _head.Status >= StatusCodes.Status400BadRequest))
        {
            Abort();
        }
        else if ((now & RequestDone) != 0 && Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            Release();
        }
    }

    private void Release()
    {
        // A cancellation that came in between has found the exchange over, and nobody uses the connection.
        if (!cancellation.CanBeCanceled || _cancelling.Unregister())
        {
            connection.Release(_head!);
        }
        else
        {
            connection.Dispose();
        }
    }
}
