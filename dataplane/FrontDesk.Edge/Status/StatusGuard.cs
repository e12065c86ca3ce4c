using System.Security.Cryptography;
using System.Text;
using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Status;

/// <summary>Asks for the status token, where one is set: `Authorization: Bearer TOKEN`. /healthz and /readyz tell no secrets, but are guarded alike.</summary>
internal static class StatusGuard
{
    /// <summary>Guards all that follows.</summary>
    public static void UseStatusGuard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EdgeOptions>().StatusToken is not { } token)
        {
            return;
        }

        byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + token));
        app.Use((context, next) =>
        {
            byte[] given = SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
            if (CryptographicOperations.FixedTimeEquals(given, expected))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });
    }
}
