using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Users;

/// <summary>Runs `users` and its verbs.</summary>
internal static class UsersRun
{
    /// <summary>Lists users.</summary>
    public static Task<int> ListAsync(Shell shell, string set, OutputFormat format, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Credentials.ListUsersAsync(new ListUsersRequest { Set = set }, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (format != OutputFormat.Table)
            {
                Answer.Write(shell, format, Answer.Of(answer));
                return ExitCode.Done;
            }

            var table = new Table("SET", "NAME", "GROUPS", "PASSWORD SET");
            foreach (var user in answer.Users)
            {
                table.Add(user.Set, user.Name, string.Join(",", user.Groups), TimeText.Of(user.PasswordSet));
            }

            table.Write(shell);
            return ExitCode.Done;
        },
        cancellation);

    /// <summary>Adds a user, or changes one.</summary>
    public static Task<int> SetAsync(Shell shell, UserSetOptions options, CancellationToken cancellation)
    {
        if (options.KeepPassword && options.PasswordFile is not null)
        {
            throw new CommandFailure(ExitCode.Error, "--keep-password and --password-file exclude each other");
        }

        var request = new SetUserRequest
        {
            Set = options.Set,
            Name = options.Name,
            Password = options.KeepPassword ? "" : options.PasswordFile is { } file ? Password.FromFile(shell, file) : Password.FromInput(shell),
            Groups = { options.Groups ?? [] },
            KeepGroups = options.Groups is null,
        };
        return ControlPlane.UseAsync(
            shell,
            async control =>
            {
                var answer = await control.Credentials.SetUserAsync(request, deadline: Transport.Deadline(), cancellationToken: cancellation);
                if (options.Format == OutputFormat.Table)
                {
                    shell.Error.WriteLine($"user {Printable.Line(options.Set)}/{Printable.Line(options.Name)} {(answer.Created ? "added" : "changed")}");
                }
                else
                {
                    Answer.Write(shell, options.Format, Answer.Of(answer));
                }

                return ExitCode.Done;
            },
            cancellation);
    }

    /// <summary>Removes a user.</summary>
    public static Task<int> RemoveAsync(Shell shell, (string Set, string Name) user, OutputFormat format, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var answer = await control.Credentials.RemoveUserAsync(
                new RemoveUserRequest { Set = user.Set, Name = user.Name }, deadline: Transport.Deadline(), cancellationToken: cancellation);
            if (format == OutputFormat.Table)
            {
                shell.Error.WriteLine($"user {Printable.Line(user.Set)}/{Printable.Line(user.Name)} removed");
            }
            else
            {
                Answer.Write(shell, format, Answer.Of(answer));
            }

            return ExitCode.Done;
        },
        cancellation);
}
