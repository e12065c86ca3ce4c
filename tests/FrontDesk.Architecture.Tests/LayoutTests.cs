using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>Holds the tree to its layout.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] Expected =
    [
        "ARCHITECTURE.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "FrontDesk.sln", "Directory.Build.props",
        "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore", ".ci", "protos", "controlplane", "dataplane", "tests", "deploy", "docs",
    ];

    [Fact]
    public void The_top_level_is_the_one_of_the_architecture()
    {
        var actual = WorkingCopy.Files.Select(file => file.Split('/')[0]).Distinct();
        Assert.Equal(Expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_contract_is_generated_code_and_nothing_else()
    {
        var other = WorkingCopy.Files.Where(file => file.StartsWith("protos/", StringComparison.Ordinal)
            && !file.EndsWith(".proto", StringComparison.Ordinal) && !file.EndsWith("/FrontDesk.Protos.csproj", StringComparison.Ordinal));
        Rule.Holds("Not a part of the contract:", [.. other]);
    }

    [Theory]
    [InlineData("controlplane/FrontDesk.Configuration")]
    [InlineData("controlplane/FrontDesk.ControlPlane")]
    [InlineData("controlplane/FrontDesk.Cli")]
    [InlineData("dataplane/FrontDesk.Routing")]
    [InlineData("dataplane/FrontDesk.Edge")]
    [InlineData("protos/FrontDesk.Protos")]
    public void Every_project_has_its_tests(string project) =>
        Assert.True(File.Exists(Repository.PathOf($"tests/{Path.GetFileName(project)}.Tests/{Path.GetFileName(project)}.Tests.csproj")), project);

    [Fact]
    public void Continuous_integration_runs_the_test_command_and_nothing_else() =>
        Assert.Equal("exec tests/run", WorkingCopy.Read(".ci/run").TrimEnd().Split('\n')[^1]);

    [Fact]
    public void Nothing_in_the_tree_knows_the_machine_it_was_written_on()
    {
        var text = WorkingCopy.Files.Where(file => !file.EndsWith(nameof(LayoutTests) + ".cs", StringComparison.Ordinal));
        Rule.Holds("Paths of one machine, or package hosts:", WorkingCopy.Find(text, line => MachinePath().IsMatch(line)));
    }

    [GeneratedRegex(@"(?<![\w.}$])/(work|root|Users)/|nuget\.org|npmjs\.|pypi\.org")]
    private static partial Regex MachinePath();
}
