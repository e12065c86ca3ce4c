using FrontDesk.Cli.Documents;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Cli.Validate;

/// <summary>
/// Checks documents as the control plane would check them as a whole desk: 1. reading, 2. the validator, 3. for each group of
/// edges the compiler, on what that group would receive.
/// </summary>
internal static class DeskCheck
{
    /// <summary>All problems with their places. What a resource that could not be read would also be blamed for is left out.</summary>
    public static IReadOnlyList<Problem> Problems(Desk desk, DateTimeOffset now)
    {
        var view = new DeskView(desk.Resources);
        var unreadable = desk.Problems.Where(problem => problem.Name.Length > 0).Select(problem => (problem.Kind, problem.Name)).ToHashSet();
        var keys = view.Resources.Select(resource => new ResourceKey { Kind = DeskView.KindOf(resource), Name = resource.Name }).ToList();
        var found = ConfigurationValidator.Validate(view, keys, now).Where(problem => !unreadable.Contains((problem.Kind, problem.Name))).ToList();
        if (found.Concat(desk.Problems).Any(IsError))
        {
            // A default that is wrong is so because of what stands in the documents; where that is told, it says nothing new.
            var written = desk.Resources.Select(resource => (DeskView.KindOf(resource), resource.Name)).ToHashSet();
            var own = found.Where(problem => problem.Name.Length == 0 || written.Contains((problem.Kind, problem.Name))).ToList();
            found = own.Concat(desk.Problems).Any(IsError) ? own : found;
        }
        else
        {
            found.AddRange(Groups(view).SelectMany(group => Compile(view, group)).Distinct());
        }

        return [.. desk.Problems, .. found.Select(desk.Sources.Locate)];
    }

    private static bool IsError(Problem problem) => problem.Severity == Severity.Error;

    /// <summary>Every group that a resource names, and one that none names.</summary>
    private static IEnumerable<string> Groups(DeskView view) => view.Resources.SelectMany(resource => resource.Groups).Append("").Distinct(StringComparer.Ordinal);

    private static IReadOnlyList<Problem> Compile(DeskView view, string group)
    {
        var received = view.Resources.Where(resource => resource.Groups.Count == 0 || resource.Groups.Contains(group));
        return SnapshotModel.Empty.Apply([.. received.Select(Change)]).Problems;
    }

    /// <summary>A resource as edges get it: a certificate's bytes are a secret by then.</summary>
    private static ResourceChange Change(Resource resource)
    {
        if (resource.Certificate?.Pair is not null)
        {
            resource = resource.Clone();
            resource.Certificate.Pair = new CertificatePair { Secret = SecretUse.Of(resource)!.Secret, Version = 1 };
        }

        return new ResourceChange(DeskView.KindOf(resource), resource.Name, resource);
    }
}
