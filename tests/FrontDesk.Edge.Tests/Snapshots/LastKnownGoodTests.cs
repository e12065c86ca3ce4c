using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Snapshots;

public sealed class LastKnownGoodTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly ScriptedScope _scope = new();
    private readonly HeldConfiguration _held = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void An_edge_that_never_had_a_configuration_has_none() => Assert.False(Read().Exists);

    [Fact]
    public void Base_and_log_lead_to_what_was_held()
    {
        Write(3);

        var read = Read();

        Assert.Equal(_scope.Position, read.Position);
        Assert.Equal(3, read.Resources.Count);
        Assert.Equal(7u, read.Announced["certificates/shop"]);
    }

    [Fact]
    public void A_log_torn_at_any_byte_leads_to_the_last_whole_revision_and_goes_on_from_there()
    {
        var ends = Write(4);
        var log = Directory.GetFiles(Folder, "log-*").Single();
        var whole = File.ReadAllBytes(log);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(log, whole[..length]);

            var read = Read();

            var revision = 1 + ends.Count(end => end <= length);
            Assert.Equal((uint)revision, read.Revision);
            Assert.Equal(revision, read.Resources.Count);
            Assert.Equal(ends.LastOrDefault(end => end <= length), new FileInfo(log).Length);
        }
    }

    [Fact]
    public void After_a_torn_log_the_next_change_is_kept()
    {
        Write(2);
        File.AppendAllText(Directory.GetFiles(Folder, "log-*").Single(), "half a frame");
        Use(disk => Append(disk, disk.Read(), _scope.Put(Resources.Answer("more", "more.test", "x"))));

        Assert.Equal(_scope.Position, Read().Position);
    }

    [Fact]
    public void A_base_damaged_anywhere_means_never_had_one_and_is_put_aside()
    {
        Write(1);
        var path = Path.Combine(Folder, "base");
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(path, damaged);

            Assert.False(Read().Exists);
            Assert.False(File.Exists(path));
            Assert.True(File.Exists(path + ".damaged"));
        }
    }

    [Fact]
    public void A_base_cut_anywhere_means_never_had_one()
    {
        Write(1);
        var path = Path.Combine(Folder, "base");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            Assert.False(Read().Exists);
        }
    }

    [Fact]
    public void The_log_of_an_older_base_is_not_taken_for_the_newer_ones()
    {
        Write(3);
        var old = Directory.GetFiles(Folder, "log-*").Single();
        var content = File.ReadAllBytes(old);
        Use(disk => disk.Replace(disk.Read()));

        // As after a crash between the new base and the end of the old log.
        File.WriteAllBytes(old, content);

        Assert.Equal(_scope.Position, Read().Position);
        Assert.DoesNotContain(old, Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_long_log_is_folded_into_the_base()
    {
        Use(disk =>
        {
            disk.Replace(_held);
            for (var i = 0; i < 40; i++)
            {
                Append(disk, _held, _scope.Put(Resources.Answer("large", "a.test", new string((char)('a' + (i % 26)), 60_000))));
            }
        });

        Assert.InRange(Directory.GetFiles(Folder).Sum(file => new FileInfo(file).Length), 0, 1_400_000);
        Assert.Equal(_scope.Position, Read().Position);
    }

    [Fact]
    public void Files_are_for_this_user_alone()
    {
        Write(1);

        Assert.All(Directory.GetFiles(Folder), file => Assert.True(PrivateFiles.IsPrivate(file), file));
    }

    private string Folder => _data["configuration"];

    // Writes revision 1 as base and the others as log; returns where in the log each ends.
    private List<long> Write(int revisions)
    {
        List<long> ends = [];
        Use(disk =>
        {
            _scope.Announce("certificates/shop", 7);
            Take(_held, _scope.Put(Resources.Answer("one", "one.test", "x")));
            disk.Replace(_held);
            for (var revision = 2; revision <= revisions; revision++)
            {
                Append(disk, _held, _scope.Put(Resources.Answer($"r{revision}", $"r{revision}.test", "x")));
                ends.Add(new FileInfo(Directory.GetFiles(Folder, "log-*").Single()).Length);
            }
        });
        return ends;
    }

    private HeldConfiguration Read()
    {
        HeldConfiguration? read = null;
        Use(disk => read = disk.Read());
        return read!;
    }

    private void Use(Action<LastKnownGood> use)
    {
        using var directory = DataDirectory.Open(_data.Path);
        using var disk = new LastKnownGood(directory, new PhysicalDisk(), NullLogger<LastKnownGood>.Instance);
        use(disk);
    }

    private static void Append(LastKnownGood disk, HeldConfiguration held, Delta delta)
    {
        Take(held, delta);
        disk.Append(new StateRecord { Delta = delta }, held);
    }

    private static void Take(HeldConfiguration held, Delta delta)
    {
        held.Commit(delta.Operations, delta.To, held.DigestAfter(delta.Operations));
        held.Announce(delta.Secrets);
    }
}
