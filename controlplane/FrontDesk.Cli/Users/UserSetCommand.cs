using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Users;

/// <summary>`frontdesk users set`.</summary>
internal sealed class UserSetCommand : Command
{
    private readonly Argument<(string Set, string Name)> _user = UserArgument.Create("The user's set and name.");
    private readonly Option<string?> _groups = Flag.Text("--groups", "A,B", "The groups that the user is in; empty for none. Default: as they are.");
    private readonly Option<string?> _passwordFile = Flag.Text("--password-file", "FILE", "A file that holds the password. Default: asked for, or read from standard input.");
    private readonly Option<bool> _keepPassword = Flag.Switch("--keep-password", "Changes the groups only.");
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public UserSetCommand(Shell shell)
        : base("set", "Adds a user, or changes its password and groups. All edges know within a second.")
    {
        Add(_user);
        Add(_groups);
        Add(_passwordFile);
        Add(_keepPassword);
        Add(_output);
        SetAction((parse, cancellation) => UsersRun.SetAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public UserSetOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(_user).Set,
        parse.GetRequiredValue(_user).Name,
        parse.GetValue(_groups)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        parse.GetValue(_passwordFile),
        parse.GetValue(_keepPassword),
        OutputFlag.Read(parse, _output));
}
