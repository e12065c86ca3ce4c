using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.JoinToken;

/// <summary>Runs `join-token`.</summary>
internal static class JoinTokenRun
{
    /// <summary>Makes a token: itself on standard output, so that it can be kept in a file; what it is good for on standard error.</summary>
    public static Task<int> RunAsync(Shell shell, JoinTokenOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var request = new CreateJoinTokenRequest { Group = options.Group, Uses = options.Uses, Lifetime = Duration.FromTimeSpan(options.Lifetime) };
            var token = await control.Fleet.CreateJoinTokenAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (options.Format != OutputFormat.Table)
            {
                Answer.Write(shell, options.Format, Answer.Of(token));
                return ExitCode.Done;
            }

            shell.Out.WriteLine(token.Token);
            var uses = token.Uses == 1 ? "one edge" : $"{token.Uses} edges";
            shell.Error.WriteLine($"for {uses} of the group {Printable.Line(token.Group)}, until {TimeText.Of(token.Expires)}; it is shown this once");
            return ExitCode.Done;
        },
        cancellation);
}
