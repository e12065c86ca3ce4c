using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.ApiKeys;

/// <summary>Runs `api-keys` and its verbs.</summary>
internal static class ApiKeysRun
{
    /// <summary>Lists keys.</summary>
    public static Task<int> ListAsync(Shell shell, string set, OutputFormat format, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Credentials.ListApiKeysAsync(new ListApiKeysRequest { Set = set }, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (format != OutputFormat.Table)
            {
                Answer.Write(shell, format, Answer.Of(answer));
                return ExitCode.Done;
            }

            var table = new Table("SET", "ID", "OWNER", "SCOPES", "MADE", "BY", "GOOD UNTIL");
            foreach (var key in answer.Keys)
            {
                var until = key.Expires is null ? new Cell("revoked", Tone.Plain) : new Cell(TimeText.Of(key.Expires), key.Expired ? Tone.Bad : Tone.Plain);
                table.Add(key.Set, key.Id, key.Owner, string.Join(",", key.Scopes), TimeText.Of(key.Created), key.Author, until);
            }

            table.Write(shell);
            return ExitCode.Done;
        },
        cancellation);

    /// <summary>Makes a key: itself on standard output, so that it can be kept in a file; what it is good for on standard error.</summary>
    public static Task<int> CreateAsync(Shell shell, ApiKeyCreateOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var request = new CreateApiKeyRequest
            {
                Set = options.Set,
                Owner = options.Owner,
                Scopes = { options.Scopes },
                Lifetime = options.Lifetime is { } lifetime ? Duration.FromTimeSpan(lifetime) : null,
            };
            var answer = await control.Credentials.CreateApiKeyAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (options.Format != OutputFormat.Table)
            {
                Answer.Write(shell, options.Format, Answer.Of(answer));
                return ExitCode.Done;
            }

            shell.Out.WriteLine(answer.Key);
            var until = answer.Expires is null ? "it is revoked" : TimeText.Of(answer.Expires);
            shell.Error.WriteLine($"key {Printable.Line(options.Set)}/{answer.Id} for {Printable.Line(options.Owner)}, until {until}; it is shown this once");
            return ExitCode.Done;
        },
        cancellation);

    /// <summary>Ends a key.</summary>
    public static Task<int> RevokeAsync(Shell shell, (string Set, string Id) key, OutputFormat format, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Credentials.RevokeApiKeyAsync(
                new RevokeApiKeyRequest { Set = key.Set, Id = key.Id }, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (format == OutputFormat.Table)
            {
                shell.Error.WriteLine($"key {Printable.Line(key.Set)}/{Printable.Line(key.Id)} revoked");
            }
            else
            {
                Answer.Write(shell, format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
