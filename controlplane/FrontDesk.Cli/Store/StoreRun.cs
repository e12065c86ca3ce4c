using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Output;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.Cli.Store;

/// <summary>Runs `store`.</summary>
internal static class StoreRun
{
    private const int ChunkBytes = 512 * 1024;

    /// <summary>Does what was asked.</summary>
    public static async Task<int> RunAsync(Shell shell, StoreOptions options, CancellationToken cancellation)
    {
        switch (options.Action)
        {
            case StoreCommand.Accept:
                await AskAsync(shell, options, "take the store as it is, and give up what was lost?", cancellation);
                break;
            case StoreCommand.Restore:
                await AskAsync(shell, options, options.Journal ? "restore the configuration from the control plane's journal?" : $"replace all that is in the store by {options.File}?", cancellation);
                break;
        }

        return await ControlPlane.UseAsync(shell, control => DoAsync(shell, control, options, cancellation), cancellation);
    }

    private static async Task<int> DoAsync(Shell shell, ControlPlane control, StoreOptions options, CancellationToken cancellation)
    {
        switch (options.Action)
        {
            case StoreCommand.Status:
                var status = await control.Storage.GetStoreAsync(new GetStoreRequest(), deadline: Transport.Deadline(), cancellationToken: cancellation);
                Write(shell, options, status, () => StoreText.Write(shell, status));
                return ExitCode.Done;
            case StoreCommand.BackUp:
                return await BackUpAsync(shell, control, options, cancellation);
            case StoreCommand.Accept:
                Tell(shell, options, await control.Storage.AcceptStoreAsync(new AcceptStoreRequest { Message = options.Message }, cancellationToken: cancellation));
                return ExitCode.Done;
            case StoreCommand.Restore when options.Journal:
                Tell(shell, options, await control.Storage.RestoreJournalAsync(new RestoreJournalRequest { Message = options.Message }, cancellationToken: cancellation));
                return ExitCode.Done;
            default:
                Tell(shell, options, await RestoreAsync(shell, control, options, cancellation));
                return ExitCode.Done;
        }
    }

    // Into a file beside it first: what has the name of a backup is a whole one.
    private static async Task<int> BackUpAsync(Shell shell, ControlPlane control, StoreOptions options, CancellationToken cancellation)
    {
        var path = shell.Resolve(options.File!);
        if (File.Exists(path))
        {
            throw new CommandFailure(ExitCode.Error, $"{options.File} is there already", "give another name; a backup is never written over");
        }

        var partial = path + ".part";
        uint revision = 0;
        try
        {
            await using (var file = new FileStream(partial, ForOwnerOnly()))
            {
                using var call = control.Storage.BackUpStore(new BackUpStoreRequest(), cancellationToken: cancellation);
                await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
                {
                    await file.WriteAsync(part.Data.Memory, cancellation);
                    revision = Math.Max(revision, part.Revision);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: false);
        }
        finally
        {
            File.Delete(partial);
        }

        shell.Error.WriteLine($"revision {revision}, and all records, are in {Printable.Line(options.File!)}");
        shell.Error.WriteLine("keys in it are encrypted: keep the master key as well, in another place");
        return ExitCode.Done;
    }

    private static async Task<EpochResponse> RestoreAsync(Shell shell, ControlPlane control, StoreOptions options, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(shell.Resolve(options.File!));
        using var call = control.Storage.RestoreBackup(cancellationToken: cancellation);
        var chunk = new byte[ChunkBytes];
        var message = options.Message;
        try
        {
            while (await file.ReadAsync(chunk, cancellation) is var read and > 0)
            {
                await call.RequestStream.WriteAsync(new RestoreBackupRequest { Message = message, Data = ByteString.CopyFrom(chunk, 0, read) }, cancellation);
                message = "";
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException or IOException && !cancellation.IsCancellationRequested)
        {
            // The control plane ended the call before it had all: its answer says why.
        }

        return await call;
    }

    private static void Tell(Shell shell, StoreOptions options, EpochResponse epoch)
    {
        Write(shell, options, epoch, () => shell.Out.WriteLine($"epoch {epoch.Epoch} began with revision {epoch.Revision}, {epoch.Resources} resources; every edge gets everything anew"));
        if (epoch.MissingKeys.Count > 0)
        {
            shell.Error.WriteLine($"the store has no key for these certificates: {string.Join(", ", epoch.MissingKeys.Select(Printable.Line))}");
            shell.Error.WriteLine("hint: apply them again with certFile and keyFile");
        }
    }

    private static void Write(Shell shell, StoreOptions options, IMessage answer, System.Action asText)
    {
        if (options.Format == OutputFormat.Table)
        {
            asText();
        }
        else
        {
            Answer.Write(shell, options.Format, Answer.Of(answer));
        }
    }

    private static async Task AskAsync(Shell shell, StoreOptions options, string question, CancellationToken cancellation)
    {
        if (options.Yes)
        {
            return;
        }

        if (!shell.InputIsTerminal)
        {
            throw new CommandFailure(ExitCode.Error, $"this would {question.TrimEnd('?')}, and there is nobody to ask", "say --yes to do it; `frontdesk store status` shows what is there");
        }

        shell.Error.Write($"{Printable.Line(question)} [y/N] ");
        using var input = new StreamReader(shell.OpenInput());
        if ((await Interruptible.RunAsync(input.ReadLine, cancellation))?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandFailure(ExitCode.Error, "nothing was changed");
        }
    }

    private static FileStreamOptions ForOwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
