using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Cli.Token;

/// <summary>Runs the verbs of `token`.</summary>
internal static class TokenRun
{
    /// <summary>Makes a token: itself on standard output, so that it can be kept in a file; what it is good for on standard error.</summary>
    public static Task<int> CreateAsync(Shell shell, TokenCreateOptions options, CancellationToken cancellation) => RunAsync(
        shell,
        options.Format,
        operators => operators.CreateTokenAsync(
            new CreateTokenRequest
            {
                Name = options.Name,
                Role = options.Role,
                Lifetime = options.Lifetime.Span is { } span ? Duration.FromTimeSpan(span) : null,
                NeverExpires = options.Lifetime.Span is null,
            },
            deadline: Transport.Deadline(),
            cancellationToken: cancellation),
        answer =>
        {
            shell.Out.WriteLine(answer.Token);
            var until = answer.About.Expires is { } expires ? $"until {TimeText.Of(expires)}" : "until it is revoked";
            shell.Error.WriteLine($"token {answer.About.Id} for {Printable.Line(answer.About.Name)} with the role {RoleText.Of(answer.About.Role)}, {until}; it is shown this once");
        },
        cancellation);

    /// <summary>Lists tokens.</summary>
    public static Task<int> ListAsync(Shell shell, OutputFormat format, CancellationToken cancellation) => RunAsync(
        shell,
        format,
        operators => operators.ListTokensAsync(new ListTokensRequest(), deadline: Transport.Deadline(), cancellationToken: cancellation),
        answer =>
        {
            var table = new Table("ID", "NAME", "ROLE", "EXPIRES", "LAST USED", "CREATED", "MADE BY");
            foreach (var token in answer.Tokens)
            {
                table.Add(
                    token.Id,
                    token.Name,
                    RoleText.Of(token.Role),
                    Expiry(token.Expires, shell.Time.GetUtcNow()),
                    token.LastUsed is null ? "never" : TimeText.Of(token.LastUsed),
                    TimeText.Of(token.Created),
                    token.Author.Length > 0 ? token.Author : "(a control plane)");
            }

            table.Write(shell);
        },
        cancellation);

    /// <summary>Makes a token good for nothing.</summary>
    public static Task<int> RevokeAsync(Shell shell, string token, OutputFormat format, CancellationToken cancellation) => RunAsync(
        shell,
        format,
        operators => operators.RevokeTokenAsync(new RevokeTokenRequest { Token = token }, deadline: Transport.Deadline(), cancellationToken: cancellation),
        answer => shell.Error.WriteLine($"token {answer.About.Id} of {Printable.Line(answer.About.Name)} ({RoleText.Of(answer.About.Role)}) is revoked"),
        cancellation);

    private static Cell Expiry(Timestamp? expires, DateTimeOffset now) =>
        expires is null ? new Cell("never", Tone.Warning)
        : expires.ToDateTimeOffset() <= now ? new Cell("expired " + TimeText.Of(expires), Tone.Bad)
        : TimeText.Of(expires);

    private static Task<int> RunAsync<T>(
        Shell shell, OutputFormat format, Func<Operators.OperatorsClient, AsyncUnaryCall<T>> call, Action<T> tell, CancellationToken cancellation)
        where T : IMessage => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await call(control.Operators);
            if (format == OutputFormat.Table)
            {
                tell(answer);
            }
            else
            {
                Answer.Write(shell, format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
