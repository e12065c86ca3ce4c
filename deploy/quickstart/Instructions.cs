namespace FrontDesk.Quickstart;

/// <summary>What to try once everything runs.</summary>
internal static class Instructions
{
    /// <summary>Prints them, and writes the file that sets a shell up.</summary>
    public static void Write(TextWriter output, Places places, IReadOnlyDictionary<string, string> environment)
    {
        File.WriteAllLines(
            places.ShellFile,
            [
                .. environment.Select(variable => $"export {variable.Key}='{variable.Value}'"),
                // A function, not an alias: scripts have no aliases.
                $"frontdesk() {{ '{Dotnet.Path}' exec '{CommandLine.Assembly}' \"$@\"; }}",
            ]);

        output.WriteLine($"""

            Front Desk runs: one control plane, two edges, two services.

              https://shop.quickstart.test:{places.Https}/       → service shop, through edge-1 (127.0.0.1) or edge-2 (127.0.0.2)
              https://shop.quickstart.test:{places.Https}/api/x  → service api, as /x
              http://shop.quickstart.test:{places.Http}/        → redirect to https

            Through each edge, with the desk's own authority ({places.Authority}):

            """);
        foreach (var (_, address) in Places.Edges)
        {
            output.WriteLine($"  curl --cacert {places.Authority} --resolve shop.quickstart.test:{places.Https}:{address} https://shop.quickstart.test:{places.Https}/");
        }

        output.WriteLine($"""

            The command line, in another terminal:

              . {places.ShellFile}
            """);
        foreach (var (name, value) in environment)
        {
            output.WriteLine($"    {name}={value}");
        }

        output.WriteLine($"""
              frontdesk status
              frontdesk explain GET https://shop.quickstart.test:{places.Https}/api/x
              frontdesk history
              frontdesk diff -f {places.Desk}
              frontdesk apply -f {places.Desk} --wait
              frontdesk rollback 1

            Logs, one line per request: {places.Log(Places.Edges[0].Name)}
            Edges tell how they are: http://127.0.0.1:{places.Status}/readyz and http://127.0.0.2:{places.Status}/readyz
            Ctrl-C ends everything; the next start goes on with {places.Data}.
            """);
    }
}
