using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.ApiKeys;

/// <summary>`frontdesk api-keys create`.</summary>
internal sealed class ApiKeyCreateCommand : Command
{
    private readonly Argument<string> _set = new("set") { Description = "The key's set.", HelpName = "SET" };
    private readonly Option<string?> _owner = Flag.Text("--owner", "NAME", "Whom it is for.");
    private readonly Option<string?> _scopes = Flag.Text("--scopes", "A,B", "What it may be used for. Default: nothing that wants a scope.");
    private readonly Option<TimeSpan?> _lifetime = Flag.Duration(
        "--lifetime", "How long it is good for. Default: until it is revoked.", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3_650));
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ApiKeyCreateCommand(Shell shell)
        : base("create", "Makes an API key. It is shown this once; all edges know it within a second.")
    {
        _owner.Required = true;
        Add(_set);
        Add(_owner);
        Add(_scopes);
        Add(_lifetime);
        Add(_output);
        SetAction((parse, cancellation) => ApiKeysRun.CreateAsync(shell, Read(parse), cancellation));
    }

    /// <summary>What was asked.</summary>
    public ApiKeyCreateOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(_set),
        parse.GetValue(_owner) ?? "",
        parse.GetValue(_scopes)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        parse.GetValue(_lifetime),
        OutputFlag.Read(parse, _output));
}
