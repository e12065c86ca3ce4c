using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Sync;
using Grpc.Core;

namespace FrontDesk.Edge.Identity;

/// <summary>
/// Keeps the edge a member of the fleet: resumes the identity on disk, else enrols; then renews the certificate at two thirds of its life, and after it
/// lapsed as long as the control plane lets it. Nothing here ever stops an edge from serving.
/// </summary>
internal sealed class Membership(
    EdgeOptions options,
    IdentityFile file,
    Enrolment enrolment,
    IHostApplicationLifetime lifetime,
    FatalError fatal,
    Degradations degradations,
    TimeProvider clock,
    ILogger<Membership> log)
    : EnduringTask("membership", degradations, clock, log)
{
    private static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<NodeIdentity> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile NodeIdentity? _current;
    private JoinToken? _token;
    private bool _isKept = true;

    /// <summary>The identity now; null before the first enrolment.</summary>
    public NodeIdentity? Current => _current;

    /// <summary>The identity now, or when there is one.</summary>
    public async Task<NodeIdentity> GetAsync(CancellationToken cancellation) => _current ?? await _first.Task.WaitAsync(cancellation).ConfigureAwait(false);

    /// <summary>Takes up what is on disk.</summary>
    /// <exception cref="EdgeStartException">There is an identity that cannot be read, or none and no good token.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (file.Read() is { } identity)
        {
            Log.Resumed(identity.Name, identity.Group, identity.NotAfter);
            Take(identity);
        }
        else
        {
            _token = options.JoinToken is { } text ? JoinToken.Parse(text) : throw new EdgeStartException(
                $"This edge is not enrolled: {options.DataDirectory} holds no identity. Give a join token with --join-file or FRONTDESK_JOIN; `frontdesk join-token` makes one.");
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            NodeIdentity identity = _current ?? await EnrolAsync(_token!, stopping).ConfigureAwait(false);
            while (true)
            {
                if (!_isKept && Clock.GetUtcNow() + KeepInterval < identity.RenewAt)
                {
                    await Task.Delay(KeepInterval, Clock, stopping).ConfigureAwait(false);
                    Keep(identity);
                    continue;
                }

                await Clock.WaitUntilAsync(identity.RenewAt, stopping).ConfigureAwait(false);
                identity = await RenewAsync(identity, stopping).ConfigureAwait(false);
            }
        }
        catch (EdgeStartException e)
        {
            fatal.Set(e);
            lifetime.StopApplication();
        }
    }

    private async Task<NodeIdentity> EnrolAsync(JoinToken token, CancellationToken cancellation)
    {
        Backoff backoff = new(Clock);
        for (int attempt = 0; ; attempt++)
        {
            Uri address = options.ControlPlanes[attempt % options.ControlPlanes.Count];
            try
            {
                NodeIdentity identity = await enrolment.EnrolAsync(address, token, cancellation).ConfigureAwait(false);
                Keep(identity);
                Log.Enrolled(identity.Name, identity.Group, address, identity.NotAfter);
                Take(identity);
                return identity;
            }
            catch (RpcException e) when (!cancellation.IsCancellationRequested)
            {
                Log.EnrolmentFailed(address, e.Status.Detail, e.StatusCode);
            }
            catch (UnusableAnswerException e)
            {
                Log.EnrolmentUnusable(e.Message);
            }

            await backoff.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task<NodeIdentity> RenewAsync(NodeIdentity identity, CancellationToken cancellation)
    {
        Backoff backoff = new(Clock, longest: TimeSpan.FromMinutes(5));
        for (int attempt = 0; ; attempt++)
        {
            Uri address = options.ControlPlanes[attempt % options.ControlPlanes.Count];
            try
            {
                NodeIdentity renewed = await enrolment.RenewAsync(address, identity, cancellation).ConfigureAwait(false);
                Keep(renewed);
                Log.Renewed(address, renewed.NotAfter);
                Take(renewed);
                return renewed;
            }
            catch (RpcException e) when (!cancellation.IsCancellationRequested)
            {
                Log.RenewalFailed(address, identity.NotAfter, e.Status.Detail, e.StatusCode);
            }
            catch (UnusableAnswerException e)
            {
                Log.RenewalUnusable(e.Message, identity.NotAfter);
            }

            await backoff.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Take(NodeIdentity identity)
    {
        _current = identity;
        _first.TrySetResult(identity);
    }

    // A full disk costs the identity at the next start, and nothing before; it is written as soon as there is room.
    private void Keep(NodeIdentity identity)
    {
        try
        {
            file.Write(identity);
            _isKept = true;
            Degradations.Report(Kind.Unspecified, "identity", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isKept = false;
            Degradations.Report(Kind.Unspecified, "identity", $"The identity cannot be written to the edge's disk: {e.Message} Until it is, a restart needs a join token or the certificate before.");
        }
    }
}
