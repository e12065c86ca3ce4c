using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Documents;

/// <summary>What documents say.</summary>
/// <param name="Resources">The resources that could be read, by kind and name.</param>
/// <param name="Problems">What is wrong, with file, line and column.</param>
/// <param name="Sources">Where each resource and field stands.</param>
public sealed record ReadResult(IReadOnlyList<Resource> Resources, IReadOnlyList<Problem> Problems, SourceMap Sources);
