using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>Runs `nodes`.</summary>
internal static class NodesRun
{
    /// <summary>Lists the nodes.</summary>
    public static Task<int> RunAsync(Shell shell, NodesOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Fleet.ListNodesAsync(
                new ListNodesRequest { Group = options.Group }, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (options.Format == OutputFormat.Table)
            {
                Write(shell, answer);
            }
            else
            {
                Answer.Write(shell, options.Format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);

    private static void Write(Shell shell, ListNodesResponse answer)
    {
        var table = new Table("NAME", "GROUP", "CONNECTED", "STANDING", "VERSION", "ENROLLED", "CERTIFICATE UNTIL", "JOIN TOKEN");
        foreach (var node in answer.Nodes)
        {
            var connected = node.Connected ? new Cell("yes", Tone.Good) : new Cell("no", Tone.Warning);
            var standing = node.Revoked ? new Cell("revoked", Tone.Bad) : node.Drained ? new Cell("drained", Tone.Warning) : new Cell("member", Tone.Good);
            table.Add(node.Name, node.Group, connected, standing, node.Version, TimeText.Of(node.Enrolled), TimeText.Of(node.CertificateExpires), node.JoinToken);
        }

        table.Write(shell);
    }
}
