using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>Checks that what a resource refers to is there, in every group that receives the resource.</summary>
internal static class References
{
    /// <summary>Checks changed resources, and those that refer to what went or may have left a group.</summary>
    public static void Check(IConfigurationView after, IReadOnlyCollection<ResourceKey> changed, List<Resource> put, List<Problem> problems)
    {
        var hints = new ReferenceHints(after);
        var seen = new HashSet<(Kind, string)>();
        foreach (var resource in put)
        {
            seen.Add((Sections.KindOf(resource), resource.Name));
            Check(after, resource, _ => true, hints, problems);
        }

        var narrowed = changed
            .Where(key => Reference.Named.Contains(key.Kind) && (!after.TryGet(key.Kind, key.Name, out var resource) || resource.Groups.Count > 0))
            .Select(key => (key.Kind, key.Name))
            .ToHashSet();
        foreach (var resource in narrowed.SelectMany(key => Referring(after, key.Kind, key.Name)))
        {
            if (seen.Add((Sections.KindOf(resource), resource.Name)))
            {
                Check(after, resource, reference => narrowed.Contains((reference.Kind, reference.Name)), hints, problems);
            }
        }
    }

    /// <summary>What may refer to a resource. Routes by the hundred thousand are not searched for those of one service.</summary>
    private static IEnumerable<Resource> Referring(IConfigurationView after, Kind kind, string name) =>
        kind == Kind.Service ? after.RoutesTo(name).Concat(after.All(Kind.Access)) : Reference.Referring.SelectMany(after.All);

    private static void Check(IConfigurationView after, Resource resource, Func<Reference, bool> isOfInterest, ReferenceHints hints, List<Problem> problems)
    {
        foreach (var reference in Reference.Of(resource).Where(isOfInterest))
        {
            var here = new ResourceProblems(Sections.KindOf(resource), resource.Name, problems);
            var (noun, own) = (NounOf(reference.Kind), NounOf(Sections.KindOf(resource)));
            if (!after.TryGet(reference.Kind, reference.Name, out var named))
            {
                here.Error(reference.Field, $"There is no {noun} `{reference.Name}`.", hints.For(reference.Kind, reference.Name));
            }
            else if (!Reach.Of(resource).IsWithin(Reach.Of(named)))
            {
                var missing = Reach.Of(resource).IsEverywhere ? "all groups" : string.Join(", ", Reach.Of(resource).Without(Reach.Of(named)).Groups);
                var verb = own == "settings" ? "are" : "is";
                here.Error(
                    reference.Field,
                    $"The {noun} `{named.Name}` is only in {string.Join(", ", named.Groups)}, but the {own} {verb} also in {missing}.",
                    $"Let the {noun} be in all groups of the {own}, or the {own} in fewer.");
            }
        }
    }

    private static string NounOf(Kind kind) => kind switch
    {
        Kind.Access => "access policy",
        Kind.Users => "set of users",
        Kind.ApiKeys => "set of API keys",
        _ => Sections.FieldOf(kind).Name,
    };
}
