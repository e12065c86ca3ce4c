using System.IO.Pipelines;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Tests;

/// <summary>Ctrl-C ends a command also while it waits for an input that never comes.</summary>
public sealed class InterruptionTests : ControlPlaneTest
{
    [Theory]
    [InlineData(false, "apply", "-f", "-")]
    [InlineData(false, "diff", "-f", "-")]
    [InlineData(false, "sync", "-f", "-", "--yes")]
    [InlineData(false, "login")]
    [InlineData(true, "sync", "-f", "desk.yaml")]
    public async Task While_it_waits_for_input(bool asksPerson, params string[] args)
    {
        using var pressed = new CancellationTokenSource();
        var silent = new Pipe();
        Shell.InputIsTerminal = asksPerson;
        Shell.OpenInput = () => new PressingStream(silent.Reader.AsStream(), pressed);
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        Control.Configuration.OnChange = _ =>
        [
            ScriptedConfiguration.Differences(new Difference { Action = Config.V1.Action.Delete, Kind = Kind.Route, Name = "old" }),
            ScriptedConfiguration.Result(new ChangeResult { Revision = 7, Base = 7 }),
        ];
        var ended = (await Shell.RunAsync(pressed.Token, new StringWriter(), args)).Expect(1);
        Assert.EndsWith("error: cancelled\n", ended.Error, StringComparison.Ordinal);
        Assert.All(Control.Configuration.Changes, change => Assert.True(change.Header.DryRun));
        await silent.Writer.CompleteAsync();
    }

    /// <summary>An input during whose first read Ctrl-C is pressed.</summary>
    private sealed class PressingStream(Stream inner, CancellationTokenSource pressed) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            pressed.Cancel();
            return inner.Read(buffer, offset, count);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
