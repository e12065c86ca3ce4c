using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Validation;

namespace FrontDesk.Configuration.Tests.Validation;

/// <summary>The validator and the compiler are written apart; what the one lets through the other must take.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void What_the_validator_accepts_compiles()
    {
        var accepted = 0;
        Plausible.Desk.Sample(desk =>
        {
            if (Errors(desk).Length == 0)
            {
                Interlocked.Increment(ref accepted);
                var told = Checked.Compile(desk).Where(problem => !problem.Message.Contains("can never be told apart", StringComparison.Ordinal)).Select(ProblemText.Format).ToArray();
                Assert.True(told.Length == 0, string.Join('\n', told));
            }
        }, iter: 30_000);

        // About one in six is; were it none, the agreement would say nothing.
        Assert.True(accepted > 1_000, $"{accepted} were accepted");
    }

    [Fact]
    public void What_is_refused_is_told_and_never_thrown() => Generated.Resources.Sample(resources =>
    {
        var desk = new Desk(resources);
        _ = Errors(desk);
        _ = Checked.Compile(desk).Count();
    }, iter: 3_000);

    [Fact]
    public void What_is_accepted_is_accepted_again_after_an_export() => Plausible.Desk.Sample(desk =>
    {
        if (Errors(desk).Length == 0)
        {
            Assert.Empty(Errors(Desk.Of(DocumentWriter.Write(desk.Resources))));
        }
    }, iter: 2_000);

    [Fact]
    public void Every_problem_names_its_resource_and_says_what_is_wrong() => Plausible.Desk.Sample(desk => Assert.All(
        ConfigurationValidator.Validate(desk, desk.Keys, Desk.Now),
        problem =>
        {
            Assert.True(desk.TryGet(problem.Kind, problem.Name, out _));
            Assert.NotEqual(Severity.Unspecified, problem.Severity);
            Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        }), iter: 2_000);

    private static Problem[] Errors(Desk desk) => [.. ConfigurationValidator.Validate(desk, desk.Keys, Desk.Now).Where(problem => problem.Severity == Severity.Error)];
}
