using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Tests.Snapshots;

public sealed class HeldConfigurationTests
{
    private static readonly Gen<Operation> AnyOperation = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Bool).Select((name, body, delete) => delete
        ? new Operation { Delete = new ResourceKey { Kind = Kind.Route, Name = $"r{name}" } }
        : new Operation { Put = ScriptedScope.Stored(Resources.Answer($"r{name}", $"r{name}.test", $"{body}")) });

    private static readonly Gen<List<Operation>> AnyChange = AnyOperation.List[0, 6].Select(operations => operations.DistinctBy(KeyOf).ToList());

    [Fact]
    public void Deltas_and_a_snapshot_lead_to_the_same_bytes()
        => Gen.Select(AnyChange.List[0, 10], AnyChange.List[0, 10]).Sample((history, elsewhere) =>
        {
            var byDeltas = Follow(history);
            var bySnapshot = Follow(elsewhere);

            var operations = bySnapshot.OperationsTo(byDeltas.Resources);
            bySnapshot.Commit(operations, byDeltas.Position, bySnapshot.DigestAfter(operations));

            Assert.Equal(byDeltas.Position, bySnapshot.Position);
            Assert.Equal(Ordered(byDeltas), Ordered(bySnapshot));
        });

    [Fact]
    public void The_digest_that_is_followed_is_the_digest_over_everything()
        => AnyChange.List[0, 10].Sample(history =>
        {
            var held = Follow(history);

            var whole = held.Resources.Aggregate(ScopeDigest.Empty, (digest, resource) => digest.Add(resource));
            Assert.Equal(whole, held.Digest);
        });

    [Fact]
    public void A_snapshot_of_what_is_held_changes_nothing()
        => AnyChange.List[0, 10].Sample(history =>
        {
            var held = Follow(history);

            Assert.Empty(held.OperationsTo([.. held.Resources]));
        });

    private static HeldConfiguration Follow(List<List<Operation>> history)
    {
        var held = new HeldConfiguration();
        for (var i = 0; i < history.Count; i++)
        {
            held.Commit(history[i], new Position { Epoch = 1, Revision = (uint)(i + 1) }, held.DigestAfter(history[i]));
        }

        return held;
    }

    private static IEnumerable<StoredResource> Ordered(HeldConfiguration held) => held.Resources.OrderBy(resource => resource.Name, StringComparer.Ordinal);

    private static string KeyOf(Operation operation) => operation.Put?.Name ?? operation.Delete.Name;
}
