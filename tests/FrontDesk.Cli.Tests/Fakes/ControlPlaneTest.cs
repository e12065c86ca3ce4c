namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>A test with a scripted control plane, and a shell that knows it.</summary>
public abstract class ControlPlaneTest : IAsyncLifetime
{
    private protected FakeControlPlane Control { get; private set; } = null!;

    private protected TestShell Shell { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Control = await FakeControlPlane.StartAsync();
        Shell = TestShell.For(Control);
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Control.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fails unless the text is the golden one.</summary>
    private protected static void IsGolden(string name, string text)
    {
        var difference = FrontDesk.Testing.Files.Golden.Compare($"cli/{name}", text);
        Assert.True(difference is null, difference);
    }
}
