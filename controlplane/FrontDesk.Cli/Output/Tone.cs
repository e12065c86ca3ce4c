namespace FrontDesk.Cli.Output;

/// <summary>What a text means, which on a terminal is its colour.</summary>
internal enum Tone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>Titles: bold.</summary>
    Title,

    /// <summary>Good, or added: green.</summary>
    Good,

    /// <summary>To be looked at, or changed: yellow.</summary>
    Warning,

    /// <summary>Bad, or removed: red.</summary>
    Bad,
}
