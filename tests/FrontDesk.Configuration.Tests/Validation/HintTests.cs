using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Validation;

public sealed class HintTests
{
    [Fact]
    public void A_similar_service_is_looked_for_a_hundred_times_and_each_name_once()
    {
        var routes = Enumerable.Range(0, 300).Select(i => $"  r{i}: {{ hosts: [h{i}.example], to: [{{ service: shop-{(i / 2) + 2:x} }}] }}");

        var problems = Checked.Problems(new SourceFile("desk.yaml", $"services: {{ shop-1: http://a:1 }}\nroutes:\n{string.Join('\n', routes)}"));

        Assert.Equal(300, problems.Count);
        Assert.Equal(200, problems.Count(problem => problem.Hint == "Did you mean `shop-1`?"));
        Assert.Equal(100, problems.Count(problem => problem.Hint == "Declare it under `services`."));
    }
}
