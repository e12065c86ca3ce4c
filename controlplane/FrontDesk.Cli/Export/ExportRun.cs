using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using Grpc.Core;

namespace FrontDesk.Cli.Export;

/// <summary>Runs `export`.</summary>
internal static class ExportRun
{
    /// <summary>Gathers all resources and writes them as one document; nothing is written of an export that broke off.</summary>
    public static Task<int> RunAsync(Shell shell, ExportOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var resources = new List<Resource>();
            var request = new ExportRequest { Revision = options.Revision, Select = { options.Select.ToDictionary() } };
            using var call = control.Configuration.Export(request, cancellationToken: cancellation);
            await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
            {
                resources.AddRange(part.Resources);
            }

            shell.Out.Write(options.Json ? DocumentWriter.WriteJson(resources) : DocumentWriter.Write(resources));
            return ExitCode.Done;
        },
        cancellation);
}
