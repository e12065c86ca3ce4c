using CsCheck;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Explain;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Explain;

/// <summary>Explain against the match that requests get.</summary>
public class AgreementTests
{
    [Fact]
    public void Explain_names_the_route_that_requests_take_and_why_every_other_route_of_the_host_lost() =>
        Gen.Select(Generated.Change.Array[1, 6], Generated.Request.Array[10]).Sample(
            static (changes, requests) =>
            {
                var model = changes.Aggregate(SnapshotModel.Empty.Then(Configs.Service("s0"), Configs.Service("s1"), Configs.Service("s2")), static (model, change) => model.Apply(change).Model);
                foreach (var request in requests)
                {
                    var taken = model.Match(request)?.Name ?? "";
                    var answer = Explain(model, request);

                    Assert.Equal(taken, answer.Route);
                    Assert.Equal(taken == "" ? 404u : 0u, answer.Status);
                    Assert.DoesNotContain(answer.Losers, loser => loser.Route == taken || loser.Reason == "");
                    Assert.Equal(answer.Losers.Count, answer.Losers.Select(static loser => loser.Route).Distinct().Count());

                    // Nothing else takes the request before it: without the winner, the first that `also matches` wins.
                    if (taken != "")
                    {
                        var next = answer.Losers.FirstOrDefault(static loser => loser.Reason.StartsWith("It matches too", StringComparison.Ordinal))?.Route ?? "";
                        Assert.Equal(next, model.Then(Configs.Delete(Kind.Route, taken)).Match(request)?.Name ?? "");
                    }
                }
            },
            iter: 400);

    private static ExplainResponse Explain(SnapshotModel model, Facts request)
    {
        var query = string.Join('&', request.Query.Select(static pair => $"{pair.Name}={pair.Value}"));
        var question = new ExplainRequest { Method = request.Method, Url = $"http://{request.Host}{request.Path}?{query}" };
        question.Headers.Add(request.Headers.Select(static header => new Header { Name = header.Name, Value = header.Value }));
        return Explainer.Explain(model, question);
    }
}
