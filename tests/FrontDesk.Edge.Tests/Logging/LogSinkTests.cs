using System.Diagnostics;
using System.Text;
using FrontDesk.Edge.Logging;
using FrontDesk.Testing.Files;

namespace FrontDesk.Edge.Tests.Logging;

public sealed class LogSinkTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string LogPath => _directory["access.log"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_is_put_aside_at_its_full_size_and_the_oldest_is_given_up()
    {
        using var sink = new LogSink(LogPath, maxBytes: 8, maxFiles: 2);

        foreach (var line in new[] { "first 1\n", "second\n", "2\n", "third 3\n", "fourth4\n", "fifth\n" })
        {
            sink.Write(Encoding.ASCII.GetBytes(line));
        }

        Assert.Equal("fifth\n", File.ReadAllText(LogPath));
        Assert.Equal("fourth4\n", File.ReadAllText(LogPath + ".1"));
        Assert.Equal("third 3\n", File.ReadAllText(LogPath + ".2"));
        Assert.False(File.Exists(LogPath + ".3"));
    }

    [Fact]
    public void A_file_that_was_full_before_the_start_is_put_aside_and_one_that_was_not_is_gone_on_with()
    {
        File.WriteAllText(LogPath, "before\n");
        using (var sink = new LogSink(LogPath, maxBytes: 14, maxFiles: 1))
        {
            sink.Write("after\n"u8);
            sink.Write("full\n"u8);
        }

        using (var sink = new LogSink(LogPath, maxBytes: 14, maxFiles: 1))
        {
            sink.Write("x\n"u8);
            sink.Write("y\n"u8);
        }

        Assert.Equal("before\nafter\nfull\nx\n", File.ReadAllText(LogPath + ".1"));
        Assert.Equal("y\n", File.ReadAllText(LogPath));
    }

    [Fact]
    public void Where_none_is_kept_aside_the_file_begins_anew()
    {
        using var sink = new LogSink(LogPath, maxBytes: 4, maxFiles: 0);

        sink.Write("first\n"u8);
        sink.Write("second\n"u8);

        Assert.Equal("second\n", File.ReadAllText(LogPath));
        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void After_another_moved_the_file_away_or_cut_it_off_lines_go_to_what_is_at_the_path()
    {
        using var sink = new LogSink(LogPath, maxBytes: 1000, maxFiles: 1);
        sink.Write("one\n"u8);

        File.Move(LogPath, LogPath + ".old");
        sink.Write("two\n"u8);
        Assert.Equal("two\n", File.ReadAllText(LogPath));
        Assert.Equal("one\n", File.ReadAllText(LogPath + ".old"));

        File.WriteAllText(LogPath, "");
        sink.Write("three\n"u8);
        Assert.Equal("three\n", File.ReadAllText(LogPath));
    }

    [Fact]
    public async Task A_pipe_gets_the_lines_and_is_never_put_aside()
    {
        using var made = Process.Start("mkfifo", LogPath);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // To open a pipe waits for its other end.
        var reading = Task.Run(() => File.ReadAllText(LogPath), TestContext.Current.CancellationToken);

        await Task.Run(
            () =>
            {
                using var sink = new LogSink(LogPath, maxBytes: 4, maxFiles: 1);
                sink.Write("first\n"u8);
                sink.Write("second\n"u8);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("first\nsecond\n", await reading);
        Assert.Single(Directory.GetFiles(_directory.Path));
    }
}
