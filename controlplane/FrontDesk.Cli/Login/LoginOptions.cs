namespace FrontDesk.Cli.Login;

/// <summary>What `login` was asked.</summary>
/// <param name="Server">The control plane's address; null: as every other command finds it.</param>
/// <param name="Authority">A file or a fingerprint; null: what the machine trusts.</param>
/// <param name="TokenFile">The file with the token; null: standard input.</param>
internal sealed record LoginOptions(string? Server, string? Authority, string? TokenFile);
