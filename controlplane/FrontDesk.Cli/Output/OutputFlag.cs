using System.CommandLine;

namespace FrontDesk.Cli.Output;

/// <summary>The flag `-o`.</summary>
internal static class OutputFlag
{
    /// <summary>Makes it.</summary>
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--output", "-o")
        {
            Description = "How data is written: table, json (the answer's proto JSON form) or yaml. Default table.",
            HelpName = "FORMAT",
        };
        return option.AcceptOnlyFromAmong("table", "json", "yaml");
    }

    /// <summary>Reads it.</summary>
    public static OutputFormat Read(ParseResult parse, Option<string?> option) => parse.GetValue(option) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Table,
    };
}
