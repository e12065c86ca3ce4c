using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Routing.Secrets;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>The operators' calls about the store. Each that changes what is true is in the log, and the author and message of a revision.</summary>
internal sealed class StorageRpc(ControlPlaneStore store, StoreReport report, BackingUp backingUp, AuditTrail audit, ControlPlaneOptions options, ILogger<StorageRpc> log)
    : FrontDesk.Admin.V1.Storage.StorageBase
{
    private const int ChunkBytes = 512 * 1024;
    private const long LargestBackup = 16L << 30;

    /// <inheritdoc/>
    public override Task<GetStoreResponse> GetStore(GetStoreRequest request, ServerCallContext context) => report.MakeAsync(context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<EpochResponse> AcceptStore(AcceptStoreRequest request, ServerCallContext context)
    {
        var start = new EpochStart(context.OperatorName(), Message(request.Message, "accepted the store as it is"), FromJournal: false, Audit: AuditEntries.Of(context));
        var response = await BeginAsync(start, LeapAsync, context);
        StorageLog.Accepted(log, start.Author, response.Epoch, response.Revision, start.Message);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<EpochResponse> RestoreJournal(RestoreJournalRequest request, ServerCallContext context)
    {
        var seen = store.Desk.Seen;
        var start = new EpochStart(
            context.OperatorName(), Message(request.Message, $"restored revision {seen.Revision} of epoch {seen.Epoch} from a control plane's journal"), FromJournal: true, Audit: AuditEntries.Of(context));
        var response = await BeginAsync(start, LeapAsync, context);
        StorageLog.JournalRestored(log, start.Author, response.Epoch, response.Revision, start.Message);
        return response;
    }

    /// <inheritdoc/>
    public override async Task BackUpStore(BackUpStoreRequest request, IServerStreamWriter<BackUpStoreResponse> responseStream, ServerCallContext context)
    {
        // Made whole before the first byte is sent: what is sent is never half of one state and half of another.
        await using var file = Temporary();
        var revision = await backingUp.WriteAsync(file, context.CancellationToken);
        file.Position = 0;
        var chunk = new byte[ChunkBytes];
        while (await file.ReadAsync(chunk, context.CancellationToken) is var read and > 0)
        {
            await responseStream.WriteAsync(new BackUpStoreResponse { Data = ByteString.CopyFrom(chunk, 0, read) }, context.CancellationToken);
        }

        await responseStream.WriteAsync(new BackUpStoreResponse { Revision = revision }, context.CancellationToken);
        audit.Add(AuditEntries.Of(context, $"revision {revision}"));
        StorageLog.BackedUp(log, context.OperatorName(), revision, file.Length);
    }

    /// <inheritdoc/>
    public override async Task<EpochResponse> RestoreBackup(IAsyncStreamReader<RestoreBackupRequest> requestStream, ServerCallContext context)
    {
        await using var file = Temporary();
        string? message = null;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            message ??= requestStream.Current.Message;
            await file.WriteAsync(requestStream.Current.Data.Memory, context.CancellationToken);
            if (file.Length > LargestBackup)
            {
                throw Failure.Of(StatusCode.ResourceExhausted, $"A backup may have {LargestBackup >> 30} GiB.");
            }
        }

        await file.FlushAsync(context.CancellationToken);
        var backup = Open(file.Name);
        var start = new EpochStart(
            context.OperatorName(), Message(message ?? "", $"restored a backup of revision {backup.Header.Revision}, made {backup.Header.Made.ToDateTimeOffset():u}"), FromJournal: false, IfWhole: true, AuditEntries.Of(context, $"backup of revision {backup.Header.Revision}"));

        // From here on it is done to its end, though the caller may be gone.
        var response = await BeginAsync(start, () => Restoring.ReplaceAsync(store.Connection, backup), context);
        StorageLog.BackupRestored(log, start.Author, response.Epoch, response.Revision, start.Message);
        return response;
    }

    // The store lost writes: versions of secrets among them, perhaps.
    private Task LeapAsync() => store.Secrets.LeapAsync(CancellationToken.None);

    private async Task<EpochResponse> BeginAsync(EpochStart start, Func<Task> prepare, ServerCallContext context)
    {
        var state = await store.Desk.BeginEpochAsync(start, prepare, context.CancellationToken) ?? throw Failure.Of(
            StatusCode.FailedPrecondition, "The store is the continuation of what was seen: there is nothing to decide, and nothing was changed.");
        await store.Secrets.ResetAsync();
        var response = new EpochResponse { Epoch = state.Head.Epoch, Revision = state.Head.Revision, Resources = (uint)state.Count };
        response.MissingKeys.Add(state.All(Kind.Certificate)
            .Where(certificate => certificate.Certificate.Pair is not null && store.Secrets.NewestVersion(SecretUse.Of(certificate)!.Secret) == 0)
            .Select(certificate => certificate.Name)
            .Order(StringComparer.Ordinal));
        return response;
    }

    private BackupFile Open(string path)
    {
        try
        {
            var backup = BackupFile.Open(path, store.MasterKey);
            return backup.Key.Equals(store.Key)
                ? backup
                : throw new StoreRefusedException("this backup is of another desk with the same master key: start a control plane on an empty store with --restore instead");
        }
        catch (StoreRefusedException refused)
        {
            throw Failure.Of(StatusCode.InvalidArgument, refused.Message);
        }
    }

    private static string Message(string given, string otherwise) =>
        given.Length > ChangeBounds.MaxMessage ? throw Failure.Of(StatusCode.InvalidArgument, $"The message is longer than {ChangeBounds.MaxMessage} characters.")
        : given.Length > 0 ? given : otherwise;

    // Secrets are in it, encrypted: for its owner only, and gone with its handle.
    private FileStream Temporary()
    {
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(options.DataDirectory, $"backup-{Guid.NewGuid():N}.tmp"), file);
    }
}
