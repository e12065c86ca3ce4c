using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Validation;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Configuration.Tests;

/// <summary>Documents on their whole way: read, validated, and, where nothing is wrong until then, compiled for every group of edges.</summary>
internal static class Checked
{
    /// <summary>All problems, each with its place.</summary>
    public static IReadOnlyList<Problem> Problems(params SourceFile[] files)
    {
        var read = DocumentReader.Read(files, Pairs.Variable);
        var desk = new Desk(read.Resources);
        List<Problem> problems = [.. read.Problems, .. ConfigurationValidator.Validate(desk, desk.Keys, Desk.Now)];
        if (problems.TrueForAll(problem => problem.Severity == Severity.Warning))
        {
            problems.AddRange(Compile(desk));
        }

        return [.. problems.Select(read.Sources.Locate).OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];
    }

    /// <summary>What the edges' compiler says of what each group receives; each thing once.</summary>
    public static IEnumerable<Problem> Compile(Desk desk) => desk.Resources
        .SelectMany(resource => resource.Groups)
        .Append("")
        .Distinct()
        .SelectMany(group => SnapshotModel.Empty.Apply([.. desk.Resources.Where(resource => resource.Groups.Count == 0 || resource.Groups.Contains(group)).Select(Received)]).Problems)
        .Distinct();

    /// <summary>A resource as edges get it: a certificate's bytes are a secret by then.</summary>
    private static ResourceChange Received(Resource resource)
    {
        if (resource.Certificate?.Pair is not null)
        {
            resource = resource.Clone();
            resource.Certificate.Pair = new CertificatePair { Secret = SecretUse.Of(resource)!.Secret, Version = 1 };
        }

        return new ResourceChange(Desk.KindOf(resource), resource.Name, resource);
    }
}
