using System.Security.Authentication;
using FrontDesk.Testing.Networking;

namespace FrontDesk.EndToEnd.Tests.Agreement;

/// <summary>Sends generated requests to an edge, over connections that it keeps as a browser does.</summary>
internal sealed class CaseClient(string address) : IAsyncDisposable
{
    private readonly Dictionary<(int Port, string? Name), RawConnection> _connections = [];

    /// <summary>Sends a request and reads its answer; null where the TLS handshake is refused.</summary>
    public async Task<RawAnswer?> SendAsync(GeneratedRequest request, CancellationToken cancellationToken)
    {
        var key = (request.Port, request.Scheme == "https" ? request.Name : null);
        if (!_connections.Remove(key, out var connection))
        {
            connection = await ConnectAsync(key, cancellationToken);
        }

        if (connection is null)
        {
            return null;
        }

        await connection.SendAsync(request.Wire(), cancellationToken);
        var answer = await connection.ReadAnswerAsync(cancellationToken, toHead: request.Method == "HEAD");
        if (answer.Header("connection") == "close")
        {
            await connection.DisposeAsync();
        }
        else
        {
            _connections.Add(key, connection);
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<RawConnection?> ConnectAsync((int Port, string? Name) key, CancellationToken cancellationToken)
    {
        if (key.Name is null)
        {
            return await RawConnection.ConnectAsync(address, key.Port, cancellationToken);
        }

        try
        {
            return await RawConnection.ConnectTlsAsync(address, key.Port, key.Name, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return null;
        }
    }
}
