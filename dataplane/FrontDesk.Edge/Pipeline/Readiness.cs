using FrontDesk.Edge.Answers;

namespace FrontDesk.Edge.Pipeline;

/// <summary>Lets no request on where the edge never had a configuration.</summary>
internal sealed class Readiness(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context) =>
        context.Exchange().Snapshot is null ? OwnAnswer.RefuseAsync(context, Refusals.NotReady) : next(context);
}
