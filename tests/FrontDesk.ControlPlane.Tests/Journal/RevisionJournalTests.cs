using FrontDesk.ControlPlane.Journal;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Testing.Files;
using Microsoft.Extensions.Logging.Abstractions;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Journal;

/// <summary>A control plane knows after any end what it had seen before it.</summary>
public sealed class RevisionJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "journal", "journal");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_written_is_there_again_head_and_configuration()
    {
        DeskState state;
        using (var journal = Open())
        {
            Assert.Null(journal.Last);
            state = Write(journal, 5);
        }

        using var again = Open();
        Assert.Equal(state.Head, again.Last);
        Assert.Equal(state.Digest, again.Read()!.Digest);
        Assert.Equal(state.Head, again.Read()!.Head);
    }

    [Fact]
    public void Torn_at_any_byte_it_holds_a_state_that_was_written_and_goes_on()
    {
        var heads = new List<DeskHead>();
        using (var journal = Open())
        {
            for (var revisions = 1; revisions <= 4; revisions++)
            {
                heads.Add(Write(journal, 1).Head);
            }
        }

        var whole = System.IO.File.ReadAllBytes(File);
        var start = StartLength(whole);
        for (var length = start; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            using (var torn = Open())
            {
                Assert.Contains(torn.Last, heads);
                Assert.Equal((int)torn.Last!.Revision, torn.Read()!.Count);
                Write(torn, 1);
            }

            using var again = Open();
            Assert.Equal((int)again.Last!.Revision, again.Read()!.Count);
        }
    }

    [Fact]
    public void A_damaged_start_is_set_aside_and_a_new_journal_begins()
    {
        using (var journal = Open())
        {
            Write(journal, 2);
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[30] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        using var again = Open();
        Assert.Null(again.Last);
        Assert.True(System.IO.File.Exists(File + ".damaged"));
        Write(again, 1);
        Assert.NotNull(again.Last);
    }

    [Fact]
    public void It_takes_no_more_room_than_twice_the_configuration_and_a_bit()
    {
        using var journal = Open();
        var state = Start();
        for (var i = 0; i < 60; i++)
        {
            var large = Route("a.example.com", "a");
            large.Labels["filler"] = new string((char)('a' + (i % 26)), 200_000);
            state = Append(journal, state, Put(large));
            Assert.InRange(new FileInfo(File).Length, 0, 5_000_000);
        }

        Assert.Equal(state.Digest, journal.Read()!.Digest);
    }

    [Fact]
    public void What_cannot_be_written_is_an_alarm_until_it_can()
    {
        using var journal = Open();
        var state = Append(journal, Start(), Put(Service("a")));
        System.IO.Directory.CreateDirectory(File + ".new");
        journal.Replace(state);
        Assert.Equal("journal-not-written", journal.Failure!.Code);

        System.IO.Directory.Delete(File + ".new");
        Append(journal, state, Put(Service("b")));
        Assert.Null(journal.Failure);
        Assert.Equal(2, journal.Read()!.Count);
    }

    [Fact]
    public void What_an_operator_gave_up_is_kept_once_more()
    {
        using var journal = Open();
        var lost = Write(journal, 3);
        var next = Start().Follow([Put(Service("accepted"))], new DeskHead(2, 2, [2]));
        journal.Append([new SeenRevision(next.Head, [Put(Service("accepted"))])], next);

        Assert.Equal(next.Digest, journal.Read()!.Digest);
        journal.Dispose();
        System.IO.File.Copy(File + ".previous", File, overwrite: true);
        using var before = Open();
        Assert.Equal(lost.Head, before.Last);
    }

    [Fact]
    public void A_directory_is_for_one_control_plane()
    {
        using var journal = Open();
        Assert.Contains("another control plane is using", Assert.Throws<StoreRefusedException>(Open).Message, StringComparison.Ordinal);
    }

    private RevisionJournal Open() => RevisionJournal.Open(_directory.Path, NullLogger.Instance, TimeProvider.System);

    private static DeskState Start() => DeskState.Empty(new DeskHead(1, 0, [0]));

    // Each revision adds one service.
    private static DeskState Write(RevisionJournal journal, int revisions)
    {
        var state = journal.Read() ?? Start();
        for (var i = 0; i < revisions; i++)
        {
            state = Append(journal, state, Put(Service($"s{state.Head.Revision}")));
        }

        return state;
    }

    private static DeskState Append(RevisionJournal journal, DeskState state, Config.V1.Operation operation)
    {
        var next = state.Follow([operation], new DeskHead(1, state.Head.Revision + 1, [(byte)state.Head.Revision, 1]));
        journal.Append([new SeenRevision(next.Head, [operation])], next);
        return next;
    }

    // The first state is written whole: its frames are followed by those of revisions.
    private static int StartLength(byte[] journal)
    {
        using var stream = new MemoryStream(journal);
        return (int)Frames.Read(stream).TakeWhile(frame => JournalRecord.Parser.ParseFrom(frame.Payload).Revision is null).Last().End;
    }
}
