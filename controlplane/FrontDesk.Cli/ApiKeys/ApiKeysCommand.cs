using System.CommandLine;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.ApiKeys;

/// <summary>`frontdesk api-keys`, and its verbs.</summary>
internal sealed class ApiKeysCommand : Command
{
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ApiKeysCommand(Shell shell)
        : base("api-keys", "Lists API keys, which programs show; its verbs make and revoke them.")
    {
        Add(new ApiKeyCreateCommand(shell));
        Add(ListCommand(shell));
        Add(RevokeCommand(shell));
        Add(_output);
        SetAction((parse, cancellation) => ApiKeysRun.ListAsync(shell, "", OutputFlag.Read(parse, _output), cancellation));
    }

    private static Command ListCommand(Shell shell)
    {
        var set = new Argument<string?>("set") { Description = "Only keys of this set.", HelpName = "SET", Arity = ArgumentArity.ZeroOrOne };
        var output = OutputFlag.Create();
        var list = new Command("list", "Lists the API keys of a set, or of all.") { set, output };
        list.SetAction((parse, cancellation) => ApiKeysRun.ListAsync(shell, parse.GetValue(set) ?? "", OutputFlag.Read(parse, output), cancellation));
        return list;
    }

    private static Command RevokeCommand(Shell shell)
    {
        var key = new Argument<(string Set, string Id)>("key")
        {
            Description = "The key's set and id.",
            HelpName = "SET/ID",
            CustomParser = static result =>
            {
                if (result.Tokens[0].Value.Split('/') is [{ Length: > 0 } set, { Length: > 0 } id])
                {
                    return (set, id);
                }

                // It may be a key itself, which must not be repeated.
                result.AddError("an API key is named by its set and its id, as in partners/0123456789abcdef; `frontdesk api-keys` lists them");
                return default;
            },
        };
        var output = OutputFlag.Create();
        var revoke = new Command("revoke", "Ends an API key. All edges know within a second.") { key, output };
        revoke.SetAction((parse, cancellation) => ApiKeysRun.RevokeAsync(shell, parse.GetRequiredValue(key), OutputFlag.Read(parse, output), cancellation));
        return revoke;
    }
}
