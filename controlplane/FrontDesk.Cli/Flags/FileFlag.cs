using System.CommandLine;

namespace FrontDesk.Cli.Flags;

/// <summary>The flag `-f`.</summary>
internal static class FileFlag
{
    /// <summary>Makes it.</summary>
    public static Option<string[]> Create(bool required = true)
    {
        var option = Flag.Texts("--file", "FILE", "A document, a folder of documents (*.yaml, *.yml, *.json), or - for standard input. May be given again.", "-f");
        option.Required = required;
        return option;
    }
}
