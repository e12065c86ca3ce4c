using System.Globalization;
using System.Text;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Where the next page of a list starts: at the same revision, after a resource.</summary>
/// <param name="Revision">The revision that all pages are read at.</param>
/// <param name="After">The last resource of the page before.</param>
internal readonly record struct PageToken(uint Revision, Slot After)
{
    /// <summary>As it is given to callers, who make nothing of it.</summary>
    public override string ToString() =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision} {(int)After.Kind} {After.Name}")));

    /// <summary>Reads one; null where it is empty.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is none.</exception>
    public static PageToken? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 3) is [var revision, var kind, var name]
            && uint.TryParse(revision, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(kind, CultureInfo.InvariantCulture, out var number))
        {
            return new PageToken(at, new Slot((Kind)number, name));
        }

        throw Failure.Of(StatusCode.InvalidArgument, "The page token is none that was given out.");
    }
}
