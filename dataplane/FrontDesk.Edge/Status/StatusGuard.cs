using System.Security.Cryptography;
using System.Text;
using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Status;

/// <summary>
/// Asks for the status token (`Authorization: Bearer TOKEN`), or for a certificate of a client's, where either is set. /healthz and /readyz tell no
/// secrets, but are guarded alike.
/// </summary>
internal static class StatusGuard
{
    /// <summary>Guards all that follows.</summary>
    public static void UseStatusGuard(this WebApplication app)
    {
        EdgeOptions options = app.Services.GetRequiredService<EdgeOptions>();
        if (options.StatusToken is null && options.StatusClientAuthorityFile is null)
        {
            return;
        }

        byte[]? expected = options.StatusToken is { } token ? SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + token)) : null;
        app.Use((context, next) =>
        {
            // The handshake let in only certificates that are good.
            if (context.Connection.ClientCertificate is not null || IsToken(context.Request.Headers.Authorization.ToString(), expected))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });
    }

    private static bool IsToken(string given, byte[]? expected)
        => expected is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);
}
