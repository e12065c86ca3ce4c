using System.CommandLine;

namespace FrontDesk.Cli.Output;

/// <summary>The flag `-o`.</summary>
internal static class OutputFlag
{
    private static readonly string[] Formats = ["table", "json", "yaml"];

    /// <summary>Makes it.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--output", "-o")
        {
            Description = "How data is written: table, json (the answer's proto JSON form) or yaml. Default table.",
            HelpName = "FORMAT",
        };
        option.CompletionSources.Add(Formats);
        option.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !Formats.Contains(result.Tokens[^1].Value))
            {
                result.AddError($"-o wants table, json or yaml; it got '{result.Tokens[^1].Value}'");
            }
        });
        return option;
    }

    /// <summary>Reads it.</summary>
    public static OutputFormat Read(ParseResult parse, Option<string?> option) => parse.GetValue(option) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Table,
    };
}
