using FrontDesk.Testing.Files;

namespace FrontDesk.Protos.Tests.Reference;

public sealed class ConfigurationReferenceTests
{
    [Fact]
    public void The_reference_says_what_the_language_has()
    {
        var difference = Golden.Compare("../../docs/reference/configuration.md", ConfigurationReference.Write());
        Assert.True(difference is null, difference);
    }
}
