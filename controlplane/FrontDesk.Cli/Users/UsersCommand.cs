using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Users;

/// <summary>`frontdesk users`, and its verbs.</summary>
internal sealed class UsersCommand : Command
{
    private readonly Argument<string?> _set = new("set") { Description = "Only users of this set.", HelpName = "SET", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public UsersCommand(Shell shell)
        : base("users", "Lists users, who log in with a password; its verbs set and remove them.")
    {
        Add(ListCommand(shell));
        Add(new UserSetCommand(shell));
        Add(new UserRemoveCommand(shell));
        Add(_output);
        SetAction((parse, cancellation) => UsersRun.ListAsync(shell, "", OutputFlag.Read(parse, _output), cancellation));
    }

    private Command ListCommand(Shell shell)
    {
        var output = OutputFlag.Create();
        var list = new Command("list", "Lists the users of a set, or of all.") { _set, output };
        list.SetAction((parse, cancellation) => UsersRun.ListAsync(shell, parse.GetValue(_set) ?? "", OutputFlag.Read(parse, output), cancellation));
        return list;
    }
}
