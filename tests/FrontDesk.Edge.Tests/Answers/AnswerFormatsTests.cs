using FrontDesk.Edge.Answers;

namespace FrontDesk.Edge.Tests.Answers;

public sealed class AnswerFormatsTests
{
    [Theory]
    [InlineData(null, "Problem")]
    [InlineData("", "Problem")]
    [InlineData("*/*", "Problem")]
    [InlineData("text/html", "Html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Html")]
    [InlineData("image/avif,image/webp,*/*;q=0.8", "Problem")]
    [InlineData("image/png", "Problem")]
    [InlineData("text/plain", "Text")]
    [InlineData("TEXT/PLAIN, */*;q=0.1", "Text")]
    [InlineData("text/*", "Html")]
    [InlineData("text/*, text/html;q=0.1", "Text")]
    [InlineData("application/*, text/html;q=0.9", "Problem")]
    [InlineData("application/json", "Problem")]
    [InlineData("application/json;q=0.1, */*;q=0.5", "Problem")]
    [InlineData("application/json;q=0.1, application/problem+json;q=0.1, */*;q=0.5", "Html")]
    [InlineData("text/html;q=0, */*", "Problem")]
    [InlineData("text/html;q=0.5, */*;q=0.4", "Html")]
    [InlineData("text/html;q=0.5, */*;q=0.6", "Problem")]
    [InlineData("*/*;q=0.6, text/html; q=0.7", "Html")]
    [InlineData("text/html;level=1;q=0.4, application/json;q=0.5", "Problem")]
    [InlineData("text/html;q=x, application/json;q=0.5", "Problem")]
    public void The_form_is_the_one_that_the_client_likes_best(string? accept, string format) =>
        Assert.Equal(format, AnswerFormats.Choose(accept).ToString());
}
