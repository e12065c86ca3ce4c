using System.CommandLine;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Validate;

/// <summary>`frontdesk validate`.</summary>
internal sealed class ValidateCommand : Command
{
    private readonly Option<string[]> _files = FileFlag.Create();
    private readonly Option<string?> _output = OutputFlag.Create();

    /// <summary>Makes the command.</summary>
    public ValidateCommand(Shell shell)
        : base("validate", "Checks documents as a whole desk, without a control plane, with the control plane's and the edges' own code.")
    {
        Add(_files);
        Add(_output);
        SetAction(parse => ValidateRun.Run(shell, Read(parse)));
    }

    /// <summary>What was asked.</summary>
    public ValidateOptions Read(ParseResult parse) => new(parse.GetRequiredValue(_files), OutputFlag.Read(parse, _output));
}
