using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>The operators' call about the audit log.</summary>
internal sealed class AuditRpc(AuditReading reading, IHostApplicationLifetime lifetime) : FrontDesk.Admin.V1.Audit.AuditBase
{
    /// <inheritdoc/>
    public override async Task ReadAudit(ReadAuditRequest request, IServerStreamWriter<ReadAuditResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await reading.RunAsync(request, responseStream, ending.Token);
    }
}
