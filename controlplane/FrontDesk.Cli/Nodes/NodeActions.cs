using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.Cli.Nodes;

/// <summary>Runs the verbs of `nodes`. What was done is told on standard error; data, such as the secrets of a revoked node, on standard output.</summary>
internal static class NodeActions
{
    /// <summary>Shuts a node out, and lists the secrets that it held.</summary>
    public static Task<int> RevokeAsync(Shell shell, NodeActionOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options,
        fleet => fleet.RevokeNodeAsync(new RevokeNodeRequest { Name = options.Name }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        answer =>
        {
            var name = Printable.Line(options.Name);
            if (answer.Secrets.Count == 0)
            {
                shell.Error.WriteLine($"node {name} is revoked; the configuration gave it no secrets");
                return;
            }

            shell.Error.WriteLine($"node {name} is revoked; it held these secrets of group {Printable.Line(answer.Group)}, so replace what they protect:");
            var table = new Table("SECRET", "VERSION");
            foreach (var secret in answer.Secrets)
            {
                table.Add(secret.Name, secret.Version);
            }

            table.Write(shell);
        },
        cancellation);

    /// <summary>Forgets a node.</summary>
    public static Task<int> RemoveAsync(Shell shell, NodeActionOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options,
        fleet => fleet.RemoveNodeAsync(new RemoveNodeRequest { Name = options.Name }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        _ => shell.Error.WriteLine($"node {Printable.Line(options.Name)} is removed; it comes back with a new join token only"),
        cancellation);

    /// <summary>Takes a node out of traffic.</summary>
    public static Task<int> DrainAsync(Shell shell, NodeActionOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options,
        fleet => fleet.DrainNodeAsync(new DrainNodeRequest { Name = options.Name }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        _ => shell.Error.WriteLine($"node {Printable.Line(options.Name)} drains: it is not ready and lets its connections end; `frontdesk nodes resume` takes it back"),
        cancellation);

    /// <summary>Takes a node back into traffic.</summary>
    public static Task<int> ResumeAsync(Shell shell, NodeActionOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options,
        fleet => fleet.ResumeNodeAsync(new ResumeNodeRequest { Name = options.Name }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        _ => shell.Error.WriteLine($"node {Printable.Line(options.Name)} takes traffic again"),
        cancellation);

    /// <summary>Puts a node into another group.</summary>
    public static Task<int> MoveAsync(Shell shell, NodeActionOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options,
        fleet => fleet.MoveNodeAsync(new MoveNodeRequest { Name = options.Name, Group = options.Group }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        answer => shell.Error.WriteLine($"node {Printable.Line(options.Name)} is in group {Printable.Line(options.Group)} now; it was in {Printable.Line(answer.From)}"),
        cancellation);

    private static Task<int> RunAsync<T>(
        Shell shell, NodeActionOptions options, Func<Fleet.FleetClient, AsyncUnaryCall<T>> call, Action<T> tell, CancellationToken cancellation)
        where T : IMessage => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await call(control.Fleet);
            if (options.Format == OutputFormat.Table)
            {
                tell(answer);
            }
            else
            {
                Answer.Write(shell, options.Format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
