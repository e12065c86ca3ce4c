namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>Whatever happens to the disk, what is found on it is a whole state or nothing.</summary>
public sealed class StateDurabilityTests : IDisposable
{
    private readonly int _steps;
    private StateHistory _history = new();

    public StateDurabilityTests()
    {
        var disk = new SimulatedDisk();
        _history.Live(disk);
        _steps = disk.Steps;
        Begin();
    }

    public void Dispose() => _history.Dispose();

    [Fact]
    public void After_a_power_cut_at_any_step_the_last_acknowledged_state_or_the_one_under_way_is_found_whole()
    {
        var worlds = 0;
        for (var cut = 1; cut <= _steps; cut++)
        {
            Begin();
            var disk = new SimulatedDisk { CutAt = cut };
            Assert.Throws<SimulatedDisk.PowerCutException>(() => _history.Live(disk));

            var allowed = _history.States.Skip(_history.Done).ToList();
            foreach (var found in disk.AfterCut())
            {
                Assert.Contains(_history.Found(found.AfterRestart()), allowed);
                var (expected, foundNext) = _history.GoOn(found);
                Assert.Equal(expected, foundNext);
                worlds++;
            }
        }

        Assert.InRange(worlds, 4 * _steps, int.MaxValue);
    }

    [Fact]
    public void A_power_cut_while_going_on_after_a_power_cut_is_no_worse()
    {
        // Every step of the second life, after a sample of first ones: in each, nothing of what was not flushed is left, or all of it.
        for (var cut = 1; cut <= _steps; cut += 4)
        {
            Begin();
            var disk = new SimulatedDisk { CutAt = cut };
            Assert.Throws<SimulatedDisk.PowerCutException>(() => _history.Live(disk));
            var found = disk.AfterCut().ToList();
            foreach (var first in new[] { found[0], found[^3] })
            {
                var before = _history.Found(first.AfterRestart());
                var whole = first.AfterRestart();
                var (after, _) = _history.GoOn(whole);
                for (var second = 1; second <= whole.Steps; second++)
                {
                    var again = first.AfterRestart();
                    again.CutAt = second;
                    Assert.Throws<SimulatedDisk.PowerCutException>(() => _history.GoOn(again));
                    Assert.All(again.AfterCut(), last => Assert.Contains(_history.Found(last), new[] { before, after }));
                }
            }
        }
    }

    [Fact]
    public void A_disk_that_is_full_from_any_step_on_keeps_a_whole_state_and_catches_up_when_there_is_room()
    {
        for (var from = 1; from <= _steps; from++)
        {
            Begin();
            var disk = new SimulatedDisk();
            var full = from;
            disk.IsFull = step => step >= full;
            _history.Live(disk);
            Assert.Contains(_history.Found(disk.AfterRestart()), _history.States);

            disk.IsFull = _ => false;
            var writer = _history.LastWriter!;
            Assert.True(writer.IsBehind);
            _history.CatchUp(writer);

            Assert.False(writer.IsBehind);
            Assert.Equal(_history.States[^1], _history.Found(disk.AfterRestart()));
        }
    }

    [Fact]
    public void A_disk_that_refuses_any_one_step_keeps_whole_states_and_has_the_newest_after_catching_up()
    {
        for (var step = 1; step <= _steps; step++)
        {
            Begin();
            var disk = new SimulatedDisk();
            var refused = step;
            disk.IsFull = now => now == refused;
            _history.Live(disk);
            Assert.Contains(_history.Found(disk.AfterRestart()), _history.States);

            _history.CatchUp(_history.LastWriter!);

            Assert.False(_history.LastWriter!.IsBehind);
            Assert.Equal(_history.States[^1], _history.Found(disk.AfterRestart()));
        }
    }

    [Fact]
    public void A_file_damaged_or_cut_at_any_byte_leads_to_a_whole_state_or_nothing()
    {
        var disk = new SimulatedDisk();
        _history.Live(disk);
        foreach (var (path, whole) in disk.Files.Where(file => !file.Path.EndsWith("secrets", StringComparison.Ordinal)))
        {
            for (var at = 0; at < whole.Length; at++)
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= (byte)(1 << (at % 8));
                Assert.Contains(_history.Found(disk.With(path, damaged)), _history.States);
                Assert.Contains(_history.Found(disk.With(path, whole[..at])), _history.States);
                Assert.Contains(_history.Found(disk.With(path, [.. whole[..at], .. new byte[whole.Length - at]])), _history.States);
            }
        }
    }

    private void Begin()
    {
        _history.Dispose();
        _history = new StateHistory();
    }
}
