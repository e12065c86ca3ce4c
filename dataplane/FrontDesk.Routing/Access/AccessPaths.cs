using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Access;

/// <summary>Shows policies a path as rules see it, see <see cref="PathView"/>.</summary>
internal static class AccessPaths
{
    private const int StackLimit = 512;

    /// <summary>A path as rules see it.</summary>
    public static string ViewOf(string path)
    {
        if (!PathView.IsNeeded(path))
        {
            return path;
        }

        var view = new char[path.Length];
        return new string(view, 0, PathView.Write(path, view));
    }

    /// <summary>Decides on a request by the view of its path.</summary>
    public static AccessVerdict WithView<TRequest>(AccessModel policy, ref TRequest request, Address client, DateTimeOffset now)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        var path = request.Path.AsSpan();
        if (!PathView.IsNeeded(path))
        {
            return policy.Decide(ref request, client, now, path);
        }

        var view = path.Length <= StackLimit ? stackalloc char[StackLimit] : new char[path.Length];
        return policy.Decide(ref request, client, now, view[..PathView.Write(path, view)]);
    }
}
