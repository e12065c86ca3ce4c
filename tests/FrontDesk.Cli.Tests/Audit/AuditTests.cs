using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Tests.Audit;

/// <summary>`audit`: the log for people and for scripts.</summary>
public sealed class AuditTests : ControlPlaneTest
{
    private static readonly DateTimeOffset Now = new ImpatientTime().GetUtcNow();

    private static readonly ReadAuditResponse[] Answers =
    [
        new() { State = new AuditState { First = 1, Last = 4 } },
        new()
        {
            Entries =
            {
                Entry(1, ActorKind.Operator, "ann", "192.0.2.7", "Configuration.Apply", "done", "revision 12", "route/shop changed"),
                Entry(2, ActorKind.Node, "edge-1", "192.0.2.8", "Sync.GetSecrets", "done", "secret certificates/shop, version 3"),
                Entry(3, ActorKind.Unspecified, "", "198.51.100.9", "Fleet.GetStatus", "Unauthenticated"),
                Entry(4, ActorKind.ControlPlane, "desk-1:7401", "", "forget", "done", "node edge-\u001b[2Jold"),
            },
        },
    ];

    [Fact]
    public async Task It_shows_an_entry_a_line_for_people_and_for_scripts()
    {
        Answers[1].Entries[2].Count = 312;
        Control.Audit.OnRead = (_, _) => Answers.ToAsyncEnumerable();

        var ended = (await Shell.RunAsync("audit")).Expect(0);

        Assert.Equal("", ended.Error);
        IsGolden("audit.txt", ended.Out);
        IsGolden("audit.json", (await Shell.RunAsync("audit", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task It_asks_for_what_was_wanted()
    {
        ReadAuditRequest? asked = null;
        Control.Audit.OnRead = (request, _) =>
        {
            asked = request;
            return AsyncEnumerable.Empty<ReadAuditResponse>();
        };

        (await Shell.RunAsync("audit", "--since", "7d", "--who", "ann", "--what", "rollback", "--limit", "5")).Expect(0);

        Assert.Equal(
            new ReadAuditRequest { Since = Timestamp.FromDateTimeOffset(Now.AddDays(-7)), Who = "ann", What = "rollback", Limit = 5 }, asked);
    }

    [Fact]
    public async Task A_log_that_does_not_verify_is_told_and_ends_with_1()
    {
        Control.Audit.OnRead = (_, _) => new[] { new ReadAuditResponse { State = new AuditState { Faults = { "entry 3 is missing" } } }, Answers[1] }.ToAsyncEnumerable();

        var ended = (await Shell.RunAsync("audit")).Expect(1);

        Assert.Equal("error: the audit log was tampered with or lost entries: entry 3 is missing\n", ended.Error);
        Assert.Contains("revision 12", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_follows_until_it_is_ended()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Control.Audit.OnRead = Follow;

        var ended = (await Shell.RunAsync(end.Token, new LineCounter(4, end), "audit", "-f")).Expect(0);

        Assert.Contains("revision 12", ended.Out, StringComparison.Ordinal);

        static async IAsyncEnumerable<ReadAuditResponse> Follow(ReadAuditRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone)
        {
            Assert.True(request.Follow);
            yield return Answers[1];
            await new TaskCompletionSource().Task.WaitAsync(gone);
        }
    }

    private static AuditEntry Entry(ulong sequence, ActorKind actor, string who, string peer, string action, string result, params string[] objects) => new()
    {
        Sequence = sequence,
        Time = Timestamp.FromDateTimeOffset(Now.AddMinutes(sequence)),
        Actor = actor,
        Who = who,
        Peer = peer,
        Action = action,
        Result = result,
        Count = 1,
        Objects = { objects },
        ControlPlane = "desk-1:7401",
    };
}
