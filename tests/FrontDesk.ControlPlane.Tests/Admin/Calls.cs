using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Hosting;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Admin;

/// <summary>The operators' streaming calls as single ones.</summary>
internal static class Calls
{
    public static Task<ChangeAnswers> ApplyAsync(this LocalDesk desk, params Resource[] put) => desk.ApplyAsync(new ChangeHeader(), put);

    public static async Task<ChangeAnswers> ApplyAsync(
        this LocalDesk desk, ChangeHeader header, IEnumerable<Resource> put, IEnumerable<ResourceKey>? delete = null, string? token = null)
    {
        var client = new FrontDesk.Admin.V1.Configuration.ConfigurationClient(desk.Operators(token ?? desk.AdminToken));
        using var call = client.Apply(cancellationToken: TestContext.Current.CancellationToken);
        await WriteAsync(call, new ApplyRequest { Header = header });
        foreach (var some in put.Chunk(1000))
        {
            await WriteAsync(call, new ApplyRequest { Batch = new ChangeBatch { Put = { some } } });
        }

        await WriteAsync(call, new ApplyRequest { Batch = new ChangeBatch { Delete = { delete ?? [] } } });
        return await FinishAsync(call);
    }

    public static async Task<ChangeAnswers> SyncAsync(this LocalDesk desk, SyncHeader header, params Resource[] resources)
    {
        using var call = desk.Configuration.Sync(cancellationToken: TestContext.Current.CancellationToken);
        await WriteAsync(call, new SyncRequest { Header = header });
        await WriteAsync(call, new SyncRequest { Batch = new ResourceBatch { Resources = { resources } } });
        return await FinishAsync(call);
    }

    public static async Task<ChangeAnswers> RollbackAsync(this LocalDesk desk, uint revision, ChangeHeader? header = null)
    {
        using var call = desk.Configuration.Rollback(
            new RollbackRequest { Revision = revision, Change = header }, cancellationToken: TestContext.Current.CancellationToken);
        return await ChangeAnswers.ReadAsync(call.ResponseStream);
    }

    public static async Task<(List<Problem> Problems, List<Difference> Differences)> DiffAsync(
        this LocalDesk desk, DiffHeader header, params Resource[] resources)
    {
        using var call = desk.Configuration.Diff(cancellationToken: TestContext.Current.CancellationToken);
        await WriteAsync(call, new DiffRequest { Header = header });
        await WriteAsync(call, new DiffRequest { Batch = new ResourceBatch { Resources = { resources } } });
        await call.RequestStream.CompleteAsync();
        var (problems, differences) = (new List<Problem>(), new List<Difference>());
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            problems.AddRange(part.Problems);
            differences.AddRange(part.Differences);
        }

        return (problems, differences);
    }

    public static async Task<List<Resource>> ExportAsync(this LocalDesk desk, uint revision = 0)
    {
        using var call = desk.Configuration.Export(new ExportRequest { Revision = revision }, cancellationToken: TestContext.Current.CancellationToken);
        var resources = new List<Resource>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            resources.AddRange(part.Resources);
        }

        return resources;
    }

    /// <summary>Writes what the server may have refused already: what it answered tells more than the failure to write.</summary>
    public static async Task WriteAsync<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, TestContext.Current.CancellationToken);
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException or IOException)
        {
            Assert.NotNull(refused);
        }
    }

    private static async Task<ChangeAnswers> FinishAsync<TRequest>(AsyncDuplexStreamingCall<TRequest, ChangeResponse> call)
    {
        try
        {
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException or IOException)
        {
            Assert.NotNull(refused);
        }

        return await ChangeAnswers.ReadAsync(call.ResponseStream);
    }
}
