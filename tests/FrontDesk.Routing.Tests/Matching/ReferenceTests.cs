using System.Text.RegularExpressions;
using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Matching;

/// <summary>The tables against the reference, on generated configurations.</summary>
public class ReferenceTests
{
    private static readonly ResourceChange[] Services = [Configs.Service("s0"), Configs.Service("s1"), Configs.Service("s2")];

    [Fact]
    public void The_tables_answer_as_the_documented_rules_do() =>
        Gen.Select(Generated.Routes, Generated.Request.Array[20]).Sample(
            static (routes, requests) =>
            {
                // Routes that collide with an earlier one are left out.
                var kept = new List<Resource>();
                foreach (var route in routes)
                {
                    if (new ReferenceMatcher([.. kept, route]).Alike().Count == 0)
                    {
                        kept.Add(route);
                    }
                }

                var reference = new ReferenceMatcher(kept);
                var model = SnapshotModel.Empty.Then([.. Services, .. kept.Select(Generated.Put)]);
                foreach (var request in requests)
                {
                    Assert.Equal(reference.Match(request), model.Match(request)?.Name);
                }
            },
            iter: 2000);

    [Fact]
    public void Routes_that_can_never_be_told_apart_are_named_and_no_others() =>
        Generated.Routes.Sample(
            static routes =>
            {
                var alike = new ReferenceMatcher(routes).Alike();
                var told = SnapshotModel.Empty.Apply([.. Services, .. routes.Select(Generated.Put)]).Problems.Select(Pair).ToList();

                Assert.All(told, pair => Assert.Contains(pair, alike));
                Assert.Equal(alike.Select(static pair => pair.Item1).Distinct().Order(), told.SelectMany(static pair => new[] { pair.Item1, pair.Item2 }).Distinct().Order());
            },
            iter: 3000);

    private static (string, string) Pair(Problem problem)
    {
        var names = Regex.Match(problem.Message, "^The routes (r[0-9]+) and (r[0-9]+) can never be told apart: ");
        Assert.True(names.Success, problem.Message);
        return (names.Groups[1].Value, names.Groups[2].Value);
    }
}
