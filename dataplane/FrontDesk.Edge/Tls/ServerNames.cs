using System.Globalization;
using System.Text;

namespace FrontDesk.Edge.Tls;

/// <summary>The names that TLS clients ask for.</summary>
internal static class ServerNames
{
    // As lenient as .NET is when it decodes.
    private static readonly IdnMapping International = new() { AllowUnassigned = true };

    /// <summary>
    /// The name as the client sent it. .NET shows international names decoded (`bücher.test` for `xn--bcher-kva.test`); hosts and
    /// certificates have them as they are sent.
    /// </summary>
    /// <param name="shown">The name as .NET shows it.</param>
    public static string AsSent(string shown)
    {
        if (Ascii.IsValid(shown))
        {
            return shown;
        }

        try
        {
            return International.GetAscii(shown);
        }
        catch (ArgumentException)
        {
            // Nothing that could have been decoded: it fits no certificate as it is.
            return shown;
        }
    }
}
