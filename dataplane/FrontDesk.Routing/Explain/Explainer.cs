using FrontDesk.Admin.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Explain;

/// <summary>Says what an edge would do with a request, and why, with the tables and the code that edges use.</summary>
public static class Explainer
{
    /// <summary>Thinks a request through where no access policy asks for the time.</summary>
    /// <inheritdoc cref="Explain(SnapshotModel, ExplainRequest, DateTimeOffset)"/>
    public static ExplainResponse Explain(SnapshotModel snapshot, ExplainRequest request) => Explain(snapshot, request, DateTimeOffset.UnixEpoch);

    /// <summary>Thinks a request through. The caller sets the answer's revision.</summary>
    /// <param name="snapshot">The configuration.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time by which access policies judge.</param>
    /// <exception cref="FormatException">The URL is not an absolute http or https URL; the message says so in a sentence for people.</exception>
    public static ExplainResponse Explain(SnapshotModel snapshot, ExplainRequest request, DateTimeOffset now) =>
        new Explanation(snapshot, request, ExplainedUrl.Parse(request.Url), now).Run();
}
