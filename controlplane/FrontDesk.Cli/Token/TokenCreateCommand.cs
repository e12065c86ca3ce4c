using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Token;

/// <summary>`frontdesk token create NAME --role ROLE`.</summary>
internal sealed class TokenCreateCommand : Command
{
    private const string Never = "never";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private readonly Argument<string> _name = new("name") { Description = "What the history and the log shall call its holder. Several tokens may have one name.", HelpName = "NAME" };
    private readonly Option<string?> _role = Flag.Text("--role", "ROLE", "What it allows: viewer, operator or admin.").OneOf(RoleText.All);
    private readonly Option<Lifetime?> _expires = new("--expires")
    {
        Description = "How long it is good for, from 1m to 3650d, or never. Default 90d.",
        HelpName = "DURATION",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = static result =>
        {
            var text = result.Tokens[0].Value;
            if (text == Never)
            {
                return new Lifetime(null);
            }

            if (DurationText.TryParse(text, out var duration) && duration >= Shortest && duration <= Longest)
            {
                return new Lifetime(duration);
            }

            result.AddError($"--expires wants a duration from 1m to 3650d, such as 12h or 90d, or never; it got '{text}'");
            return null;
        },
    };

    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public TokenCreateCommand(Shell shell)
        : base("create", "Makes a token: itself on standard output, this once, for a file that FRONTDESK_TOKEN_FILE names.")
    {
        _role.Required = true;
        _expires.CompletionSources.Add(Never);
        Add(_name);
        Add(_role);
        Add(_expires);
        Add(_output);
        SetAction((parse, cancellation) => TokenRun.CreateAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public TokenCreateOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(_name),
        RoleText.Read(parse.GetValue(_role)),
        parse.GetValue(_expires) ?? new Lifetime(TimeSpan.FromDays(90)),
        OutputFlag.Read(parse, _output));
}
