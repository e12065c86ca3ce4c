using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Testing.Files;

namespace FrontDesk.Cli.Tests.Reference;

public sealed class CommandReferenceTests
{
    [Fact]
    public void The_reference_says_what_the_command_takes()
    {
        using var shell = new TestShell();
        var difference = Golden.Compare("../../docs/reference/cli.md", CommandReference.Write(CommandTree.Build(shell.Make())));
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void The_guide_names_every_command()
    {
        using var shell = new TestShell();
        var guide = File.ReadAllText(Repository.PathOf("docs/cli.md"));
        Assert.All(CommandTree.Build(shell.Make()).Subcommands, command => Assert.Contains($"`{command.Name}", guide, StringComparison.Ordinal));
    }
}
