using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>What to do about a service that is not there. Similar names are looked for among the first services and for the first names only, so that many mistakes cost little each.</summary>
internal sealed class ServiceHints(IConfigurationView after)
{
    private const int MaxServices = 2_000;
    private const int MaxNames = 100;

    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);
    private List<string>? _known;

    /// <summary>The hint for a name that no service has.</summary>
    public string For(string name)
    {
        if (ServiceOfUrl.IsUrl(name))
        {
            return "A URL stands alone: `to: URL`. For several, declare a service with these endpoints.";
        }

        if (_found.TryGetValue(name, out var hint))
        {
            return hint;
        }

        _known ??= [.. after.All(Kind.Service).Take(MaxServices).Select(service => service.Name)];
        return _known.Count == 0 || _found.Count == MaxNames ? "Declare it under `services`." : _found[name] = NearestName.Hint(name, _known);
    }
}
