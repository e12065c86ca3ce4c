namespace FrontDesk.Cli.Output;

/// <summary>How data is written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs: the answer's proto JSON form, with default values.</summary>
    Json,

    /// <summary>The same as JSON, as YAML.</summary>
    Yaml,
}
