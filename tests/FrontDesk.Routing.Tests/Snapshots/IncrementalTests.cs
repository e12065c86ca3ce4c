using CsCheck;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Routing.Tests.Snapshots;

/// <summary>A snapshot that came by changes against one that was compiled whole.</summary>
public class IncrementalTests
{
    private static readonly string[] Hosts = ["a.test", "b.a.test", "c.b.a.test", "x.test", "other", "[::1]"];

    [Fact]
    public void After_any_changes_the_snapshot_is_the_one_that_a_whole_compilation_gives() =>
        Gen.Select(Generated.Change.Array[1, 12], Generated.Request.Array[10]).Sample(
            static (changes, requests) =>
            {
                var model = SnapshotModel.Empty;
                var resources = new Dictionary<(Kind, string), ResourceChange>();
                foreach (var change in changes)
                {
                    var after = new Dictionary<(Kind, string), ResourceChange>(resources);
                    foreach (var one in change)
                    {
                        _ = one.Resource is null ? after.Remove((one.Kind, one.Name)) : (after[(one.Kind, one.Name)] = one) == default;
                    }

                    var result = model.Apply(change);
                    var whole = SnapshotModel.Empty.Apply(after.Values);

                    Assert.Equal(whole.Succeeded, result.Succeeded);
                    Assert.True(result.Succeeded || result.Model == model, "A change that does not compile must change nothing.");
                    if (result.Succeeded)
                    {
                        (model, resources) = (result.Model, after);
                        Same(whole.Model, model, requests);
                    }
                }
            },
            iter: 400);

    private static void Same(SnapshotModel expected, SnapshotModel actual, Facts[] requests)
    {
        foreach (var request in requests)
        {
            Assert.Equal(expected.Match(request)?.Name, actual.Match(request)?.Name);
        }

        // What explain tells holds every route of the host in its place, so equal bytes mean equal tables.
        foreach (var host in Hosts)
        {
            Assert.Equal(expected.FindCertificate(host)?.ToString(), actual.FindCertificate(host)?.ToString());
            var question = new ExplainRequest { Url = $"http://{host}/a/b" };
            Assert.Equal(Explainer.Explain(expected, question).ToByteString(), Explainer.Explain(actual, question).ToByteString());
        }

        Assert.Equal(Names(expected.Routes), Names(actual.Routes));
        Assert.Equal(Names(expected.Services), Names(actual.Services));
        Assert.Equal(Names(expected.Certificates), Names(actual.Certificates));
        Assert.Equal(expected.Listeners.Entries.OrderBy(static entry => entry.Key), actual.Listeners.Entries.OrderBy(static entry => entry.Key));
    }

    private static IEnumerable<string> Names<TValue>(PersistentMap<TValue> map)
        where TValue : class => map.Entries.Select(static entry => entry.Key).Order();
}
