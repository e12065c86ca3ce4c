namespace FrontDesk.Edge.Answers;

/// <summary>Everything that the edge refuses, and where the rule comes from. The reasons are listed in docs/logs-and-metrics.md.</summary>
internal static class Refusals
{
    /// <summary>RFC 9110 §9.1: the method is none that is known under this spelling; methods are compared letter for letter.</summary>
    public static readonly Refusal MethodUnknown = new(501, "method-unknown", "The method is not known. Methods are written in upper case.");

    /// <summary>RFC 9110 §9.3.6, §9.3.8 and §15.5.6: a gateway needs neither CONNECT nor TRACE, and both are dangerous.</summary>
    public static readonly Refusal MethodRefused = new(405, "method-refused", "CONNECT and TRACE are not supported.");

    /// <summary>RFC 9110 §10.1.1: an expectation other than `100-continue`.</summary>
    public static readonly Refusal Expectation = new(417, "expectation", "The only expectation that can be met is 100-continue.");

    /// <summary>RFC 9112 §3.2: exactly one Host.</summary>
    public static readonly Refusal HostCount = new(400, "host-count", "A request names its host exactly once.", Close: true);

    /// <summary>RFC 9110 §7.2: what is in Host or :authority is no host.</summary>
    public static readonly Refusal HostMalformed = new(400, "host-malformed", "The host is malformed.");

    /// <summary>RFC 9112 §3.2: the request target is in none of the four forms, or holds characters that no URL has.</summary>
    public static readonly Refusal TargetMalformed = new(400, "target-malformed", "The request target is malformed.", Close: true);

    /// <summary>RFC 9112 §3.2.2: the request target names a host that is not the one in Host, or none.</summary>
    public static readonly Refusal HostsDiffer = new(400, "hosts-differ", "The request target names another host than Host does.", Close: true);

    /// <summary>See <see cref="FrontDesk.Routing.Targets.RequestPath"/>: what two readers could read as two paths.</summary>
    public static readonly Refusal PathUnsafe = new(400, "path-unsafe", "The path is unsafe: it can be read in more than one way.");

    /// <summary>RFC 9112 §6.1: a message with Content-Length and Transfer-Encoding.</summary>
    public static readonly Refusal TwoLengths = new(400, "two-lengths", "A request has Content-Length or Transfer-Encoding, never both.", Close: true);

    /// <summary>RFC 9112 §6.1: a coding other than `chunked`.</summary>
    public static readonly Refusal Coding = new(501, "transfer-coding", "The only transfer coding that is supported is chunked.", Close: true);

    /// <summary>RFC 9112 §6.1: HTTP/1.0 knows no transfer codings.</summary>
    public static readonly Refusal CodingInHttp10 = new(400, "transfer-coding-in-1.0", "HTTP/1.0 has no transfer codings.", Close: true);

    /// <summary>RFC 9110 §5.1: a header's name is no token.</summary>
    public static readonly Refusal HeaderName = new(400, "header-name", "A header's name holds characters that no name has.", Close: true);

    /// <summary>RFC 9110 §5.5: control characters in a header's value.</summary>
    public static readonly Refusal HeaderCharacters = new(400, "header-characters", "A header holds control characters.", Close: true);

    /// <summary>RFC 9113 §8.2.2: a header that is about the connection, over HTTP/2.</summary>
    public static readonly Refusal ConnectionHeader = new(400, "connection-header", "A header that is about the connection is not allowed in HTTP/2.");

    /// <summary>RFC 9110 §7.6.2: Max-Forwards is no number.</summary>
    public static readonly Refusal MaxForwards = new(400, "max-forwards", "Max-Forwards is not a number.");

    /// <summary>RFC 9110 §7.6.3: the request has passed so many gateways that it must be going round in circles.</summary>
    public static readonly Refusal Loop = new(508, "loop", "The request passed through too many gateways.");

    /// <summary>RFC 9110 §7.4 and §15.5.20: the connection's certificate is not for this host.</summary>
    public static readonly Refusal Misdirected = new(421, "misdirected", "This connection is not for this host.");

    /// <summary>The edge has no configuration yet.</summary>
    public static readonly Refusal NotReady = new(503, "not-ready", "This server has no configuration yet.");

    /// <summary>No route takes the request.</summary>
    public static readonly Refusal NoRoute = new(404, "no-route", "Nothing is served here.");

    /// <summary>The route, or its service, is closed for maintenance.</summary>
    public static readonly Refusal Maintenance = new(503, "maintenance", "Closed for maintenance. Please come again later.");

    /// <summary>RFC 9110 §15.5.4: an access policy refuses the request.</summary>
    public static readonly Refusal AccessDenied = new(403, "access-denied", "You are not allowed to come in here.");

    /// <summary>RFC 9110 §15.5.2: the access policy wants credentials, and there are none.</summary>
    public static readonly Refusal CredentialsMissing = new(401, "credentials-missing", "You have to log in.");

    /// <summary>The same, and those shown are nobody's. Which part of them is wrong is not told.</summary>
    public static readonly Refusal CredentialsWrong = new(401, "credentials-wrong", "These credentials are not valid.");

    /// <summary>Credentials are shown twice: the service could read others than the edge.</summary>
    public static readonly Refusal CredentialsTwice = new(400, "credentials-twice", "Credentials are shown once, not several times.");

    /// <summary>The credentials are good, and not enough.</summary>
    public static readonly Refusal NotPermitted = new(403, "not-permitted", "You are not allowed to do this.");

    /// <summary>The client shows more passwords at once than are compared for one.</summary>
    public static readonly Refusal TooManyPasswords = new(429, "passwords-too-many", "Too many passwords are being tried. Try again later.");

    /// <summary>All clients together show more passwords than can be compared.</summary>
    public static readonly Refusal PasswordsBusy = new(503, "passwords-busy", "Too many clients are logging in at this moment. Try again later.");

    /// <summary>The service that decides whether to let the request in gives no answer.</summary>
    public static readonly Refusal AccessUnknown = new(503, "access-unknown", "It could not be found out whether you may come in. Try again later.");

    /// <summary>The same, where it shall not be known that there is something: word for word as where nothing is.</summary>
    public static readonly Refusal AccessHidden = NoRoute;

    /// <summary>RFC 6585 §4: a limit refuses the request.</summary>
    public static readonly Refusal RateLimited = new(429, "rate-limited", "Too many requests. Try again later.");

    /// <summary>The route's service has no endpoint that takes requests.</summary>
    public static readonly Refusal NoEndpoint = new(503, "no-endpoint", "The service has nowhere to send the request.");

    /// <summary>All endpoints of the service have as many requests under way as they may, and no place came free in time.</summary>
    public static readonly Refusal ServiceFull = new(503, "service-full", "The service has too much to do. Please come again in a moment.");

    /// <summary>The service could not be reached, or broke off before its answer's headers were there, or answered what is no HTTP.</summary>
    public static readonly Refusal ServiceFailed = new(502, "service-failed", "The service could not be reached or gave no valid answer.");

    /// <summary>No connection could be made in time.</summary>
    public static readonly Refusal ConnectTimeout = new(504, "connect-timeout", "The service could not be reached in time.");

    /// <summary>The answer's headers did not come in time.</summary>
    public static readonly Refusal FirstByteTimeout = new(504, "first-byte-timeout", "The service did not answer in time.");

    /// <summary>The service did not take the request's body in time.</summary>
    public static readonly Refusal UploadTimeout = new(504, "upload-timeout", "The service did not take the request's body in time.", Close: true);

    /// <summary>The client sent its body too slowly.</summary>
    public static readonly Refusal BodyTimeout = new(408, "body-timeout", "The request's body did not come in time.", Close: true);

    /// <summary>RFC 9110 §15.5.14: the body is larger than the route's `request.maxBody`.</summary>
    public static readonly Refusal BodyTooLarge = new(413, "body-too-large", "The request's body is too large.", Close: true);

    /// <summary>The client's body broke the rules of its framing.</summary>
    public static readonly Refusal BodyMalformed = new(400, "body-malformed", "The request's body is malformed.", Close: true);

    /// <summary>A bug of ours.</summary>
    public static readonly Refusal EdgeFailed = new(500, "edge-failed", "The request failed inside the server.");
}
