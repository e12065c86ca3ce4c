using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using Grpc.Core;
using ConfigurationBase = FrontDesk.Admin.V1.Configuration.ConfigurationBase;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>What was sent to a change: its header, and all its batches.</summary>
internal sealed record SentChange(ChangeHeader Header, IReadOnlyList<Resource> Put, IReadOnlyList<ResourceKey> Deleted, int Batches)
{
    public IReadOnlyDictionary<string, string> Select { get; init; } = new Dictionary<string, string>();
}

/// <summary>Answers configuration calls from a script, and remembers what was asked.</summary>
internal sealed class ScriptedConfiguration : ConfigurationBase
{
    private readonly List<SentChange> _changes = [];

    /// <summary>Every Apply and Sync that arrived whole, in order.</summary>
    public IReadOnlyList<SentChange> Changes => _changes;

    /// <summary>Answers Apply and Sync; may throw.</summary>
    public Func<SentChange, IEnumerable<ChangeResponse>> OnChange { get; set; } = _ => [Result(new ChangeResult { Revision = 1, Committed = true })];

    public Func<RollbackRequest, IEnumerable<ChangeResponse>> OnRollback { get; set; } = _ => [Result(new ChangeResult { Revision = 1, Committed = true })];

    public Func<DiffHeader, IReadOnlyList<Resource>, IEnumerable<DiffResponse>> OnDiff { get; set; } = (_, _) => [];

    public Func<GetRequest, GetResponse> OnGet { get; set; } = _ => throw FakeControlPlane.Failure(StatusCode.NotFound, "There is none.", "RESOURCE_NOT_FOUND");

    public Func<ListRequest, ListResponse> OnList { get; set; } = _ => new ListResponse();

    public Func<ExportRequest, IEnumerable<ExportResponse>> OnExport { get; set; } = _ => [];

    public Func<HistoryRequest, HistoryResponse> OnHistory { get; set; } = _ => new HistoryResponse();

    public Func<ShowRequest, IEnumerable<ShowResponse>> OnShow { get; set; } = _ => [];

    public Func<ExplainRequest, ExplainResponse> OnExplain { get; set; } = _ => new ExplainResponse();

    public static ChangeResponse Result(ChangeResult result) => new() { Result = result };

    public static ChangeResponse Problems(params Problem[] problems) => new() { Problems = new ProblemBatch { Problems = { problems } } };

    public static ChangeResponse Differences(params Difference[] differences) => new() { Differences = new DifferenceBatch { Differences = { differences } } };

    public override async Task Apply(IAsyncStreamReader<ApplyRequest> requestStream, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        var parts = await requestStream.ReadAllAsync(context.CancellationToken).ToListAsync(context.CancellationToken);
        var batches = parts.Skip(1).Select(part => part.Batch).ToList();
        await AnswerAsync(new SentChange(parts[0].Header, [.. batches.SelectMany(b => b.Put)], [.. batches.SelectMany(b => b.Delete)], batches.Count), responseStream);
    }

    public override async Task Sync(IAsyncStreamReader<SyncRequest> requestStream, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        var parts = await requestStream.ReadAllAsync(context.CancellationToken).ToListAsync(context.CancellationToken);
        var batches = parts.Skip(1).Select(part => part.Batch).ToList();
        var header = parts[0].Header;
        await AnswerAsync(new SentChange(header.Change, [.. batches.SelectMany(b => b.Resources)], [], batches.Count) { Select = header.Select }, responseStream);
    }

    public override async Task Rollback(RollbackRequest request, IServerStreamWriter<ChangeResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        await WriteAsync(OnRollback(request), responseStream);
    }

    public override async Task Diff(IAsyncStreamReader<DiffRequest> requestStream, IServerStreamWriter<DiffResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        var parts = await requestStream.ReadAllAsync(context.CancellationToken).ToListAsync(context.CancellationToken);
        await WriteAsync(OnDiff(parts[0].Header, [.. parts.Skip(1).SelectMany(part => part.Batch.Resources)]), responseStream);
    }

    public override Task<GetResponse> Get(GetRequest request, ServerCallContext context) => Answer(context, () => OnGet(request));

    public override Task<ListResponse> List(ListRequest request, ServerCallContext context) => Answer(context, () => OnList(request));

    public override Task<HistoryResponse> History(HistoryRequest request, ServerCallContext context) => Answer(context, () => OnHistory(request));

    public override Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context) => Answer(context, () => OnExplain(request));

    public override async Task Export(ExportRequest request, IServerStreamWriter<ExportResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        await WriteAsync(OnExport(request), responseStream);
    }

    public override async Task Show(ShowRequest request, IServerStreamWriter<ShowResponse> responseStream, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        await WriteAsync(OnShow(request), responseStream);
    }

    private static Task<T> Answer<T>(ServerCallContext context, Func<T> answer)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(answer());
    }

    private async Task AnswerAsync(SentChange change, IServerStreamWriter<ChangeResponse> stream)
    {
        _changes.Add(change);
        await WriteAsync(OnChange(change), stream);
    }

    private static async Task WriteAsync<T>(IEnumerable<T> answers, IServerStreamWriter<T> stream)
    {
        foreach (var answer in answers)
        {
            await stream.WriteAsync(answer);
        }
    }
}
