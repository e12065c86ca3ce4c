using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>Checks that what a resource refers to is there, in every group that receives the resource.</summary>
internal static class References
{
    /// <summary>More resources than this are not searched for a similar name.</summary>
    private const int MaxSearched = 2_000;

    /// <summary>Checks changed resources, and those that refer to what went or may have left a group.</summary>
    public static void Check(IConfigurationView after, IReadOnlyCollection<ResourceKey> changed, List<Resource> put, List<Problem> problems)
    {
        var seen = new HashSet<(Kind, string)>();
        foreach (var resource in put)
        {
            seen.Add((Sections.KindOf(resource), resource.Name));
            Check(after, resource, _ => true, problems);
        }

        var narrowed = changed
            .Where(key => Reference.Named.Contains(key.Kind) && (!after.TryGet(key.Kind, key.Name, out var resource) || resource.Groups.Count > 0))
            .Select(key => (key.Kind, key.Name))
            .ToHashSet();
        if (narrowed.Count == 0)
        {
            return;
        }

        foreach (var resource in Reference.Referring.SelectMany(after.All))
        {
            if (!seen.Contains((Sections.KindOf(resource), resource.Name)))
            {
                Check(after, resource, reference => narrowed.Contains((reference.Kind, reference.Name)), problems);
            }
        }
    }

    private static void Check(IConfigurationView after, Resource resource, Func<Reference, bool> isOfInterest, List<Problem> problems)
    {
        foreach (var reference in Reference.Of(resource).Where(isOfInterest))
        {
            var here = new ResourceProblems(Sections.KindOf(resource), resource.Name, problems);
            var (noun, own) = (NounOf(reference.Kind), NounOf(Sections.KindOf(resource)));
            if (!after.TryGet(reference.Kind, reference.Name, out var named))
            {
                here.Error(reference.Field, $"There is no {noun} `{reference.Name}`.", Hint(after, reference));
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

    private static string NounOf(Kind kind) => kind == Kind.Access ? "access policy" : Sections.FieldOf(kind).Name;

    private static string Hint(IConfigurationView after, Reference reference)
    {
        if (reference.Kind == Kind.Service && ServiceOfUrl.IsUrl(reference.Name))
        {
            return "A URL stands alone: `to: URL`. For several, declare a service with these endpoints.";
        }

        var known = after.All(reference.Kind).Select(resource => resource.Name).Take(MaxSearched).ToList();
        return known.Count == 0 ? $"Declare it under `{Sections.NameOf(Sections.FieldOf(reference.Kind))}`." : NearestName.Hint(reference.Name, known);
    }
}
