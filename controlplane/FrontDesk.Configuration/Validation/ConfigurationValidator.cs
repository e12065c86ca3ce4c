using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Access;
using FrontDesk.Configuration.Validation.Certificates;
using FrontDesk.Configuration.Validation.Limits;
using FrontDesk.Configuration.Validation.Listeners;
using FrontDesk.Configuration.Validation.Routes;
using FrontDesk.Configuration.Validation.Services;
using FrontDesk.Configuration.Validation.Settings;

namespace FrontDesk.Configuration.Validation;

/// <summary>Says what is wrong with a configuration, all of it at once. What two routes cannot be told apart by is the compiler's to say.</summary>
public static class ConfigurationValidator
{
    /// <summary>
    /// Checks the resources that a change touches: their own fields, what they refer to, and what refers to those that went. Costs what the
    /// change and the routes of services that go or change their groups do, and for certificates and listeners what all of theirs do.
    /// </summary>
    /// <param name="after">The configuration with the change made.</param>
    /// <param name="changed">The resources put or deleted.</param>
    /// <param name="now">The time by which certificates are judged.</param>
    public static IReadOnlyList<Problem> Validate(IConfigurationView after, IReadOnlyCollection<ResourceKey> changed, DateTimeOffset now)
    {
        var problems = new List<Problem>();
        var put = new List<Resource>();
        foreach (var key in changed)
        {
            if (after.TryGet(key.Kind, key.Name, out var resource))
            {
                put.Add(resource);
                CheckOwnFields(resource, new ResourceProblems(key.Kind, key.Name, problems), now);
            }
        }

        References.Check(after, changed, put, problems);
        ListenerConflicts.Check(after, put, problems);
        CertificateConflicts.Check(after, put, problems);
        return problems;
    }

    private static void CheckOwnFields(Resource resource, ResourceProblems problems, DateTimeOffset now)
    {
        EnvelopeRules.Check(resource, problems);
        switch (resource.ConfigCase)
        {
            case Resource.ConfigOneofCase.Listener:
                ListenerRules.Check(resource.Listener, problems);
                break;
            case Resource.ConfigOneofCase.Certificate:
                CertificateRules.Check(resource.Certificate, problems, now);
                break;
            case Resource.ConfigOneofCase.Service:
                ServiceRules.Check(resource.Service, problems);
                break;
            case Resource.ConfigOneofCase.Route:
                RouteRules.Check(resource.Route, problems);
                break;
            case Resource.ConfigOneofCase.Access:
                AccessRules.Check(resource.Access, problems);
                break;
            case Resource.ConfigOneofCase.Users or Resource.ConfigOneofCase.ApiKeys:
                // Nothing but a name.
                break;
            case Resource.ConfigOneofCase.Limit:
                LimitRules.Check(resource.Limit, problems);
                break;
            case Resource.ConfigOneofCase.Settings:
                SettingsRules.Check(resource.Settings, problems);
                break;
            default:
                problems.Error("", "The resource does not say what it is.", "It is of a kind that this version does not know.");
                break;
        }
    }
}
