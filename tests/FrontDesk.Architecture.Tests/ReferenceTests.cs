using System.Xml.Linq;
using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>Holds projects to the list of who may depend on whom.</summary>
public sealed class ReferenceTests
{
    /// <summary>The whole list: what is not here is not allowed.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FrontDesk.Protos"] = [],
        ["FrontDesk.Routing"] = ["FrontDesk.Protos"],
        ["FrontDesk.Configuration"] = ["FrontDesk.Protos"],
        ["FrontDesk.Edge"] = ["FrontDesk.Routing", "FrontDesk.Protos"],
        ["FrontDesk.ControlPlane"] = ["FrontDesk.Configuration", "FrontDesk.Routing", "FrontDesk.Protos"],
        ["FrontDesk.Cli"] = ["FrontDesk.Configuration", "FrontDesk.Routing", "FrontDesk.Protos"],
        ["quickstart"] = [],
    };

    [Fact]
    public void Projects_refer_only_to_those_they_may_depend_on()
    {
        var broken = WorkingCopy.Projects
            .Where(project => !project.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(project => References(project, "ProjectReference", onlyCompiled: true)
                .Select(Path.GetFileNameWithoutExtension)
                .Where(reference => !Allowed[Path.GetFileNameWithoutExtension(project)].Contains(reference))
                .Select(reference => $"{project} → {reference}"))
            .ToList();
        Rule.Holds("The list of allowed references is in ARCHITECTURE.md; these are not on it:", broken);
    }

    [Fact]
    public void Every_project_outside_tests_is_on_the_list()
    {
        var projects = WorkingCopy.Projects.Where(project => !project.StartsWith("tests/", StringComparison.Ordinal));
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = WorkingCopy.Read("FrontDesk.sln").Replace('\\', '/');
        Rule.Holds("Not in FrontDesk.sln:", [.. WorkingCopy.Projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))]);
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place()
    {
        var broken = WorkingCopy.Projects.Where(project => Load(project).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null));
        Rule.Holds("Package versions belong in Directory.Packages.props:", [.. broken]);
    }

    [Fact]
    public void Every_package_says_in_the_architecture_why_it_is_there()
    {
        var architecture = WorkingCopy.Read("ARCHITECTURE.md");
        var start = architecture.IndexOf("\n## Dependencies\n", StringComparison.Ordinal);
        Assert.True(start >= 0, "ARCHITECTURE.md has no section `## Dependencies` with a table of packages.");
        var told = architecture[start..].Split('\n')
            .Where(line => line.StartsWith('|'))
            .SelectMany(row => row.Split('|')[1].Split(','))
            .Select(name => name.Trim().Trim('`'))
            .ToHashSet(StringComparer.Ordinal);
        var broken = Load("Directory.Packages.props").Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value)
            .Where(name => !told.Contains(name));
        Rule.Holds("Packages without a row like \"| Package.Name, Package.Other | why |\" under `## Dependencies` of ARCHITECTURE.md:", [.. broken]);
    }

    private static IEnumerable<string> References(string project, string element, bool onlyCompiled) =>
        Load(project).Descendants(element)
            .Where(reference => !onlyCompiled || (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static XDocument Load(string file) => XDocument.Load(Repository.PathOf(file));
}
