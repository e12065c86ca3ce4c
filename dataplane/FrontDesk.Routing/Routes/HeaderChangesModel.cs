namespace FrontDesk.Routing.Routes;

/// <summary>Changes to headers, applied in the order remove, set, add.</summary>
/// <param name="Remove">Names to take away.</param>
/// <param name="Set">Names and the only value they get.</param>
/// <param name="Add">Names and a value more.</param>
public sealed record HeaderChangesModel(string[] Remove, KeyValuePair<string, string>[] Set, KeyValuePair<string, string>[] Add);
