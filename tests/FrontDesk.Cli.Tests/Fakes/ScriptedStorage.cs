using FrontDesk.Admin.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers calls about the store from a script.</summary>
internal sealed class ScriptedStorage : Storage.StorageBase
{
    public GetStoreResponse Store { get; set; } = new() { Store = new StorePlace(), Seen = new StorePlace() };

    public EpochResponse Epoch { get; set; } = new();

    /// <summary>The parts of a backup.</summary>
    public IReadOnlyList<string> Backup { get; set; } = [];

    /// <summary>How every call ends instead; null: as it should.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>Messages for the history, as they came.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>What was sent to be restored.</summary>
    public MemoryStream Restored { get; } = new();

    public override Task<GetStoreResponse> GetStore(GetStoreRequest request, ServerCallContext context) => Answer(Store, context);

    public override Task<EpochResponse> AcceptStore(AcceptStoreRequest request, ServerCallContext context)
    {
        Messages.Add(request.Message);
        return Answer(Epoch, context);
    }

    public override Task<EpochResponse> RestoreJournal(RestoreJournalRequest request, ServerCallContext context)
    {
        Messages.Add("journal: " + request.Message);
        return Answer(Epoch, context);
    }

    public override async Task BackUpStore(BackUpStoreRequest request, IServerStreamWriter<BackUpStoreResponse> responseStream, ServerCallContext context)
    {
        foreach (var part in Backup)
        {
            await responseStream.WriteAsync(new BackUpStoreResponse { Data = ByteString.CopyFromUtf8(part) });
        }

        await responseStream.WriteAsync(await Answer(new BackUpStoreResponse { Revision = 7 }, context));
    }

    public override async Task<EpochResponse> RestoreBackup(IAsyncStreamReader<RestoreBackupRequest> requestStream, ServerCallContext context)
    {
        while (Failure is null && await requestStream.MoveNext())
        {
            Messages.Add(requestStream.Current.Message);
            requestStream.Current.Data.WriteTo(Restored);
        }

        return await Answer(Epoch, context);
    }

    private Task<T> Answer<T>(T answer, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        return Failure is { } failure ? throw failure : Task.FromResult(answer);
    }
}
