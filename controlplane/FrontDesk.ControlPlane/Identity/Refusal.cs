using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Ends a gRPC call before its handler runs, so that nothing of its body is read ("trailers-only" in gRPC's HTTP/2 mapping).</summary>
internal static class Refusal
{
    /// <summary>Writes the refusal as the whole answer.</summary>
    public static void Write(HttpContext context, StatusCode code, ErrorReason reason, string sentence)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        headers["grpc-status"] = ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers["grpc-message"] = Uri.EscapeDataString(sentence);
        if (reason != ErrorReason.Unspecified)
        {
            headers[Failure.ReasonTrailer] = Failure.NameOf(reason);
        }
    }
}
