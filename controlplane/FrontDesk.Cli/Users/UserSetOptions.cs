using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Users;

/// <summary>What `users set` was asked.</summary>
/// <param name="Set">The user's set.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Groups">The groups; null to leave them.</param>
/// <param name="PasswordFile">The file with the password; null to ask, or to read standard input.</param>
/// <param name="KeepPassword">Whether the password stays.</param>
/// <param name="Format">How to answer.</param>
internal sealed record UserSetOptions(string Set, string Name, string[]? Groups, string? PasswordFile, bool KeepPassword, OutputFormat Format);
