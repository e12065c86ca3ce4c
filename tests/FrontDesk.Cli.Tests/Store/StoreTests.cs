using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Store;

public sealed class StoreTests : ControlPlaneTest
{
    private static readonly GetStoreResponse Lost = new()
    {
        Kind = "redis",
        Address = "redis://frontdesk@10.0.0.5:6379/0",
        Store = new StorePlace { Epoch = 1, Revision = 40, Chain = "0011223344556677" },
        Seen = new StorePlace { Epoch = 1, Revision = 42, Chain = "8899aabbccddeeff" },
        Oldest = 1,
        Bytes = 3 << 20,
        EvictionPolicy = "noeviction",
        AppendOnly = "no",
        Alarms =
        {
            new Alarm
            {
                Code = "store-went-back",
                Sentence = "the store is at revision 40 of epoch 1, but this control plane has seen revision 42 of epoch 1",
                Since = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.Zero)),
                Remedy = "Edges serve on",
            },
        },
    };

    [Theory, InlineData("table", "txt"), InlineData("json", "json")]
    public async Task The_store_is_shown_with_what_was_seen_and_what_is_wrong(string format, string ending)
    {
        Control.Storage.Store = Lost;
        IsGolden($"store-status.{ending}", (await Shell.RunAsync("store", "status", "-o", format)).Expect(0).Out);
    }

    [Fact]
    public async Task A_backup_is_written_whole_and_never_over_another()
    {
        Control.Storage.Backup = ["one ", "two"];
        var path = Path.Combine(Shell.Directory, "desk.backup");

        Assert.Contains("revision 7", (await Shell.RunAsync("store", "backup", "desk.backup")).Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal("one two", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Contains("is there already", (await Shell.RunAsync("store", "backup", "desk.backup")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_fails_on_the_way_leaves_no_file()
    {
        Control.Storage.Backup = ["one "];
        Control.Storage.Failure = FakeControlPlane.Failure(StatusCode.Unavailable, "the store went away", "ERROR_REASON_STORE_UNAVAILABLE");

        Assert.Contains("the store went away", (await Shell.RunAsync("store", "backup", "desk.backup")).Expect(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Shell.Directory), file => file.Contains("desk.backup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restored_file_arrives_byte_by_byte_with_the_reason_and_missing_keys_are_named()
    {
        var text = new string('x', 1_300_000);
        Shell.Write("desk.backup", text);
        Control.Storage.Epoch = new EpochResponse { Epoch = 2, Revision = 8, Resources = 5, MissingKeys = { "shop" } };

        var ended = (await Shell.RunAsync("store", "restore", "desk.backup", "-m", "after the fire", "--yes")).Expect(0);

        Assert.Equal(text.Length, Control.Storage.Restored.Length);
        Assert.Equal(["after the fire", "", ""], Control.Storage.Messages);
        Assert.Contains("epoch 2 began with revision 8", ended.Out, StringComparison.Ordinal);
        Assert.Contains("no key for these certificates: shop", ended.Error, StringComparison.Ordinal);
    }

    [Theory, InlineData("accept", "why"), InlineData("restore", "journal: why")]
    public async Task Accepting_and_the_journal_say_why(string action, string said)
    {
        string[] args = action == "accept" ? ["store", "accept", "-m", "why", "--yes"] : ["store", "restore", "--journal", "-m", "why", "--yes"];
        (await Shell.RunAsync(args)).Expect(0);
        Assert.Equal([said], Control.Storage.Messages);
    }

    [Fact]
    public async Task Nothing_is_changed_unless_a_person_says_yes()
    {
        Assert.Contains("--yes", (await Shell.RunAsync("store", "accept")).Expect(1).Error, StringComparison.Ordinal);
        Shell.InputIsTerminal = true;
        Shell.Input = "n\n";
        Assert.Contains("nothing was changed", (await Shell.RunAsync("store", "accept")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Empty(Control.Storage.Messages);
        Shell.Input = "y\n";
        (await Shell.RunAsync("store", "accept")).Expect(0);
        Assert.Single(Control.Storage.Messages);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied, "ROLE_INSUFFICIENT", 7)]
    [InlineData(StatusCode.FailedPrecondition, "", 1)]
    [InlineData(StatusCode.InvalidArgument, "", 1)]
    public async Task A_refusal_has_its_exit_code_and_its_sentence(StatusCode status, string reason, int code)
    {
        Control.Storage.Failure = FakeControlPlane.Failure(status, "because of this", reason);
        Assert.Contains("because of this", (await Shell.RunAsync("store", "accept", "--yes")).Expect(code).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store")]
    [InlineData("store", "backup")]
    [InlineData("store", "restore")]
    [InlineData("store", "restore", "file", "--journal")]
    [InlineData("store", "accept", "file")]
    [InlineData("store", "forget")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_asked(params string[] args)
    {
        (await Shell.RunAsync(args)).Expect(1);
        Assert.Empty(Control.Storage.Messages);
    }
}
