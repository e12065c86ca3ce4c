using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers calls about the audit log from a script.</summary>
internal sealed class ScriptedAudit : FrontDesk.Admin.V1.Audit.AuditBase
{
    /// <summary>Answers; the token ends when the caller goes.</summary>
    public Func<ReadAuditRequest, CancellationToken, IAsyncEnumerable<ReadAuditResponse>> OnRead { get; set; } = (_, _) => AsyncEnumerable.Empty<ReadAuditResponse>();

    public override async Task ReadAudit(ReadAuditRequest request, IServerStreamWriter<ReadAuditResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        await foreach (var answer in OnRead(request, context.CancellationToken))
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }
}
