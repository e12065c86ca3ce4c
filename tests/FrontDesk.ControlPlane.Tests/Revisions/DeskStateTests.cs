using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Tests.Store;
using FrontDesk.Routing.Snapshots;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

public sealed class DeskStateTests
{
    private static readonly string[] AllGroups = ["eu", "us", "asia", "nobody-names-it"];

    // Few names and groups, so that changes meet; at most one operation per resource.
    private static readonly Gen<Operation[]> Change =
        Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 3], Gen.Int[1, 9])
            .Select((name, delete, groups, weight) => delete ? Delete(Kind.Service, $"s{name}") : Put(Weighted($"s{name}", weight, AllGroups[..groups])))
            .Array[1, 4]
            .Select(operations => operations.DistinctBy(operation => operation.Put?.Name ?? operation.Delete.Name).ToArray());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_scope_that_followed_every_change_equals_one_built_from_all_there_is() =>
        Change.Array[1, 20].Sample(history =>
        {
            var followed = Start();
            var fresh = Start();
            foreach (var change in history)
            {
                followed = followed.With(change);
                fresh = fresh.Follow(change, fresh.Head);
            }

            Assert.Equal(fresh.Digest, followed.Digest);
            foreach (var group in AllGroups)
            {
                Assert.Equal(ScopeState.Build(followed.IsNamed(group) ? group : "", followed).Digest, followed.Scope(group).Digest);
                Assert.Equal(Names(fresh.Scope(group).Resources), Names(followed.Scope(group).Resources));
                Assert.Equal(Names(followed.Scope(group).Resources), followed.Scope(group).Model.Services.Entries.Select(entry => entry.Key).Order());
                Assert.Empty(followed.Scope(group).Problems);
            }
        });

    [Fact]
    public void The_routes_to_a_service_are_found_without_the_others_in_every_group_and_also_where_the_change_does_not_compile()
    {
        Operation[] all = [Put(Service("a")), Put(Service("b", "eu")), Put(Route("x", "a")), Put(Route("y", "a", "us")), Put(Route("z", "b", "eu"))];
        var state = Start().With(all);

        Assert.Equal(["x", "y"], state.RoutesTo("a").Select(route => route.Name).Order());
        Assert.Equal(["z"], state.RoutesTo("b").Select(route => route.Name));
        Assert.Empty(state.RoutesTo("c"));
        Assert.Equal(["x", "y"], state.With([Delete(Kind.Service, "a")]).RoutesTo("a").Select(route => route.Name).Order());
        Assert.Equal(["y"], state.With([Delete(Kind.Service, "a"), Delete(Kind.Route, "x")]).RoutesTo("a").Select(route => route.Name));
    }

    [Fact]
    public void The_operations_between_two_revisions_lead_each_group_from_one_to_the_other() =>
        Gen.Select(Change.Array[1, 15], Gen.Int[0, 15], Gen.Int[0, 15]).Sample((history, a, b) =>
        {
            var (from, to) = (Math.Min(a, b) % (history.Length + 1), Math.Max(a, b) % (history.Length + 1));
            (from, to) = (Math.Min(from, to), Math.Max(from, to));
            var changes = new RecentChanges();
            var states = new List<DeskState> { Start() };
            foreach (var change in history)
            {
                states.Add(states[^1].With(change));
                changes.Add((uint)states.Count - 1, states[^1].Changes);
            }

            foreach (var group in AllGroups)
            {
                var operations = changes.Between((uint)from, (uint)to, group)!;
                var edge = states[from].Scope(group).Resources.ToDictionary(stored => stored.Name);
                foreach (var operation in operations)
                {
                    if (operation.Put is { } put)
                    {
                        edge[put.Name] = put;
                    }
                    else
                    {
                        Assert.True(edge.Remove(operation.Delete.Name), "a group is told of resources that it has only");
                    }
                }

                Assert.Equal(states[to].Scope(group).Digest, edge.Values.Aggregate(ScopeDigest.Empty, (digest, stored) => digest.Add(stored)));
            }
        });

    [Fact]
    public void A_dry_run_leaves_the_state_as_it_was()
    {
        var state = Start().With([Put(Service("a", "eu"))]);
        var digest = state.Scope("eu").Digest;

        var after = state.With([Delete(Kind.Service, "a"), Put(Service("b"))]);

        Assert.True(state.TryGet(Kind.Service, "a", out _));
        Assert.Equal((1, digest), (state.Count, state.Scope("eu").Digest));
        Assert.False(after.TryGetStored(Kind.Service, "a", out _));
        Assert.Equal(["b"], after.All(Kind.Service).Select(service => service.Name));
        Assert.Equal(state.Head, after.Head);
    }

    [Fact]
    public void Groups_that_no_resource_names_have_one_scope_in_common()
    {
        var state = Start().With([Put(Service("a")), Put(Service("b", "eu"))]);

        Assert.Same(state.Scope("us"), state.Scope("asia"));
        Assert.NotSame(state.Scope("us"), state.Scope("eu"));
        Assert.Equal(["", "eu"], state.Scopes.Select(scope => scope.Group));
    }

    [Fact]
    public void What_does_not_compile_is_told_by_the_scope()
    {
        var state = Start();
        var broken = state.With([Put(Route("a.example.com", "no-such-service", "eu"))]);

        Assert.NotEmpty(broken.Scope("eu").Problems);
        Assert.Empty(broken.Scope("us").Problems);
        Assert.Empty(broken.With([Delete(Kind.Route, "a.example.com")]).Scope("eu").Problems);
    }

    [Fact]
    public async Task A_prepared_state_that_is_not_that_of_the_operations_is_not_taken()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using (var store = await host.OpenAsync())
        {
            var other = store.Desk.Current.With([Put(Service("a")), Put(Service("b"))]);
            await store.Desk.CommitAsync(Commit(0, Put(Service("a"))) with { Prepared = other }, Token);
            var right = store.Desk.Current.With([Put(Service("c"))]);
            await store.Desk.CommitAsync(Commit(1, Put(Service("c"))) with { Prepared = right }, Token);
        }

        await using var again = await host.OpenAsync();
        Assert.Equal(["a", "c"], again.Desk.Current.All(Kind.Service).Select(service => service.Name).Order());
    }

    [Fact]
    public async Task What_is_no_longer_in_memory_is_a_matter_of_a_snapshot()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var store = await host.OpenAsync();
        await store.Desk.CommitAsync(Commit(0, Put(Service("a")), Put(Service("b"))), Token);
        await store.Desk.CommitAsync(Commit(1, Put(Service("c")), Delete(Kind.Service, "a")), Token);

        Assert.Equal(["b", "c"], store.Desk.OperationsBetween(0, 2)!.Where(operation => operation.Put is not null).Select(operation => operation.Put.Name).Order());
        Assert.Empty(store.Desk.OperationsBetween(2, 2)!);
        Assert.Null(store.Desk.OperationsBetween(0, 3));
        Assert.Null(store.Desk.OperationsBetween(2, 1));
    }

    private static DeskState Start() => DeskState.Empty(new DeskHead(1, 0, []));

    private static IEnumerable<string> Names(IEnumerable<StoredResource> resources) => resources.Select(stored => stored.Name).Order();

    private static Resource Weighted(string name, int weight, string[] groups)
    {
        var resource = Service(name, groups);
        resource.Service.Endpoints[0].Weight = (uint)weight;
        return resource;
    }
}
