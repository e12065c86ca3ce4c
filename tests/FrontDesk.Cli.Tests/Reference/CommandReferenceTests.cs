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
    public void Every_exit_code_has_its_meaning() =>
        Assert.Equal(
            typeof(ExitCode).GetFields().Select(static field => (int)field.GetRawConstantValue()!).Order(),
            ExitCode.All.Select(static code => code.Code));

    [Fact]
    public void The_guide_names_every_command()
    {
        using var shell = new TestShell();
        var guide = File.ReadAllText(Repository.PathOf("docs/cli.md"));
        Assert.All(CommandTree.Build(shell.Make()).Subcommands, command => Assert.Contains($"`{command.Name}", guide, StringComparison.Ordinal));
    }
}
