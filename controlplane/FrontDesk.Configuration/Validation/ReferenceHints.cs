using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>What to do about a resource that is named and not there. Similar names are looked for among the first of a kind and for the first names only, so that many mistakes cost little each.</summary>
internal sealed class ReferenceHints(IConfigurationView after)
{
    private const int MaxSearched = 2_000;
    private const int MaxNames = 100;

    private readonly Dictionary<(Kind, string), string> _found = [];
    private readonly Dictionary<Kind, List<string>> _known = [];

    /// <summary>The hint for a name that no resource of the kind has.</summary>
    public string For(Kind kind, string name)
    {
        if (kind == Kind.Service && ServiceOfUrl.IsUrl(name))
        {
            return "A URL stands alone: `to: URL`. For several, declare a service with these endpoints.";
        }

        if (_found.TryGetValue((kind, name), out var hint))
        {
            return hint;
        }

        if (!_known.TryGetValue(kind, out var known))
        {
            _known[kind] = known = [.. after.All(kind).Take(MaxSearched).Select(static resource => resource.Name)];
        }

        return known.Count == 0 || _found.Count == MaxNames
            ? $"Declare it under `{Sections.NameOf(Sections.FieldOf(kind))}`."
            : _found[(kind, name)] = NearestName.Hint(name, known);
    }
}
