using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Users;

/// <summary>`frontdesk users remove`.</summary>
internal sealed class UserRemoveCommand : Command
{
    /// <summary>Makes the command.</summary>
    public UserRemoveCommand(Shell shell)
        : base("remove", "Removes a user. All edges know within a second.")
    {
        var user = UserArgument.Create("The user's set and name.");
        var output = OutputFlag.Create();
        Add(user);
        Add(output);
        SetAction((parse, cancellation) => UsersRun.RemoveAsync(shell, parse.GetRequiredValue(user), OutputFlag.Read(parse, output), cancellation));
    }
}
