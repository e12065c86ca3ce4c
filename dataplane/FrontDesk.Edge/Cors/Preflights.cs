using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Cors;

/// <summary>Answers preflights of routes that say who may use them. Comes before access and limits: browsers send no credentials with a preflight.</summary>
internal sealed class Preflights(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.Exchange().Route?.Cors is { } cors && CorsAnswer.IsPreflight(context.Request) ? CorsAnswer.AnswerPreflightAsync(context, cors) : next(context);
}
