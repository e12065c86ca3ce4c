using FrontDesk.Config.V1;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Routing.Health;

namespace FrontDesk.Edge.Health;

/// <summary>A way to ask an endpoint whether it is well.</summary>
internal abstract class Probe
{
    /// <summary>The way that a policy names.</summary>
    public static Probe Create(ActiveHealthModel policy) => policy.Type switch
    {
        HealthCheck.Tcp => new TcpProbe(),
        HealthCheck.Grpc => new GrpcProbe(policy),
        _ => new HttpProbe(policy),
    };

    /// <summary>Asks. What it throws means that the endpoint is not well.</summary>
    /// <returns>Why it is not well; null where it is.</returns>
    public abstract Task<string?> AskAsync(ServiceEndpoint endpoint, CancellationToken cancellation);
}
