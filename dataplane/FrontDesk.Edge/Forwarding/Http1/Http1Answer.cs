namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// An answer whose headers are as they came, in <see cref="Head"/>. <see cref="HttpResponseMessage.Headers"/> and those of the content stay empty: filling
/// them costs more than reading the answer. Only those of a 101 are there, where YARP looks for them.
/// </summary>
internal sealed class Http1Answer : HttpResponseMessage
{
    private readonly AnswerBody? _body;

    /// <summary>Makes an answer.</summary>
    public Http1Answer(AnswerHead head, HttpRequestMessage request, Stream body)
        : base((System.Net.HttpStatusCode)head.Status)
    {
        Head = head;
        RequestMessage = request;
        _body = body as AnswerBody;
        Content = new Http1Content(body);
        ReasonPhrase = head.Reason;
        if (head.Status != StatusCodes.Status101SwitchingProtocols)
        {
            return;
        }

        foreach (var field in head.Fields)
        {
            Headers.TryAddWithoutValidation(field.Name, field.Value);
        }
    }

    /// <summary>The status line and the headers.</summary>
    public AnswerHead Head { get; }

    /// <summary>The trailers, once the body is at its end.</summary>
    public ReadOnlySpan<Field> Trailers => _body is null ? [] : _body.Trailers;
}
