namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>Every order of steps of <see cref="CommitModel"/>, with ends and a failover in every place, explored to the last state.</summary>
public sealed class CommitModelTests
{
    [Fact]
    public void In_no_order_of_steps_is_anything_acknowledged_lost_or_taken_back_in_silence()
    {
        var (objection, states) = Explore(signed: true);
        Assert.True(objection is null, objection);
        Assert.True(states > 10_000, $"only {states} states: the model does not do what it should");
    }

    [Fact]
    public void Without_signed_heads_the_exploration_finds_how_an_edge_is_taken_back()
    {
        var (objection, _) = Explore(signed: false);
        Assert.Contains("taken from", objection, StringComparison.Ordinal);
        Assert.Contains("the store keeps", objection, StringComparison.Ordinal);
    }

    private static (string? Objection, int States) Explore(bool signed)
    {
        var came = new Dictionary<CommitModel, (CommitModel Before, string Step)?> { [CommitModel.Start] = null };
        var open = new Queue<CommitModel>([CommitModel.Start]);
        while (open.TryDequeue(out var state))
        {
            foreach (var (step, next) in state.Steps(signed))
            {
                if (next.Objection(state) is { } objection)
                {
                    return ($"{objection}\n{Way(came, state)}{step}", came.Count);
                }

                if (came.TryAdd(next, (state, step)))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (null, came.Count);
    }

    private static string Way(Dictionary<CommitModel, (CommitModel Before, string Step)?> came, CommitModel state) =>
        came[state] is { } last ? $"{Way(came, last.Before)}{last.Step}\n" : "";
}
