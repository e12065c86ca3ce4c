using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>What edges are told to run is signed, and what an edge shows with such a signature is believed; nothing else is.</summary>
public sealed class SignedHeadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snapshots_deltas_and_the_welcome_are_signed_by_a_key_that_the_authority_vouches_for()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"), Changes.Service("b", "default"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        var welcome = await edge.ConnectAsync();
        var last = (await edge.SnapshotAsync())[^1];
        await edge.AckAsync();
        await desk.ApplyAsync(Changes.Service("c"));
        var delta = await edge.DeltaAsync();

        using var signer = X509CertificateLoader.LoadCertificate(welcome.Signer.Span);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { desk.Authority }, RevocationMode = X509RevocationMode.NoCheck } };
        Assert.True(chain.Build(signer));
        Verify(signer, welcome.Head, welcome.Target, "default");
        Verify(signer, last.Head, last.To, "default");
        Verify(signer, delta.Head, delta.To, "default");
        Assert.Equal(desk.Get<Desk>().Current.Head.Chain, HeadStatement.Parser.ParseFrom(delta.Head.Statement).Chain.ToByteArray());
    }

    [Fact]
    public async Task A_revision_is_signed_once_for_all_groups_that_no_resource_names_and_once_for_each_that_one_does()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"), Changes.Service("b", "eu"));
        var (signer, state) = (desk.Get<HeadSigner>(), desk.Get<Desk>().Current);

        Assert.Same(signer.Sign(state, "us"), signer.Sign(state, "asia"));
        Assert.Same(signer.Sign(state, "eu"), signer.Sign(state, "eu"));
        Assert.NotEqual(signer.Sign(state, "eu").Statement, signer.Sign(state, "us").Statement);
    }

    [Fact]
    public async Task Control_planes_of_one_store_have_one_signer_and_it_is_encrypted_there()
    {
        using var directory = new TempDirectory();
        ByteString certificate;
        await using (var desk = await LocalDesk.StartAsync(directory: directory))
        {
            certificate = desk.Get<HeadSigner>().Certificate;
            var stored = (await desk.Get<RecordStore>().GetAsync("secrets/system/signer", Token))!;
            Assert.Equal(-1, stored.Value.AsSpan().IndexOf("PRIVATE KEY"u8));
        }

        await using var again = await LocalDesk.StartAsync(directory: directory);
        Assert.Equal(certificate, again.Get<HeadSigner>().Certificate);
    }

    [Fact]
    public async Task An_edge_with_a_signed_later_head_stops_publishing_and_is_named_in_the_alarm()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        edge.Head = Signed(desk, new DeskHead(1, 7, new byte[32]));

        await edge.ConnectAsync();

        await Eventually.TrueAsync("the alarm", () => Task.FromResult(desk.Get<Desk>().Fault is not null), Token);
        var status = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: Token);
        var alarm = Assert.Single(status.Pending);
        Assert.Equal("store-went-back", alarm.Code);
        Assert.Contains("edge e1 was given, signed, revision 7 of epoch 1", alarm.Sentence, StringComparison.Ordinal);
        Assert.NotNull(alarm.Since);
        Assert.Contains(status.Alarms, sentence => sentence.Contains("frontdesk store", StringComparison.Ordinal));
        var refused = await desk.ApplyAsync(Changes.Service("b"));
        Assert.Equal((StatusCode.FailedPrecondition, "ERROR_REASON_STORE_HALTED"), (refused.Failure!.StatusCode, refused.Reason));
    }

    [Theory, InlineData("unsigned"), InlineData("forged"), InlineData("garbage"), InlineData("before"), InlineData("known")]
    public async Task A_word_without_a_signature_or_news_halts_nothing(string word)
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var before = desk.Get<Desk>().Current.Head;
        await desk.ApplyAsync(Changes.Service("b"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        var signed = Signed(desk, new DeskHead(1, 7, new byte[32]));
        edge.Head = word switch
        {
            "unsigned" => new SignedHead { Statement = signed.Statement },
            "forged" => new SignedHead { Statement = signed.Statement, Signature = ByteString.CopyFrom(new byte[64]) },
            "garbage" => new SignedHead { Statement = ByteString.CopyFromUtf8("garbage"), Signature = signed.Signature },
            "before" => Signed(desk, before),
            _ => Signed(desk, desk.Get<Desk>().Current.Head),
        };

        await edge.ConnectAsync();
        await edge.SnapshotAsync();

        Assert.Null(desk.Get<Desk>().Fault);
        Assert.True((await desk.ApplyAsync(Changes.Service("c"))).Result.Committed);
    }

    // As a control plane signed it that saw more than this one: the key is the same.
    private static SignedHead Signed(LocalDesk desk, DeskHead head) => desk.Get<HeadSigner>().Sign(DeskState.Empty(head), "");

    private static void Verify(X509Certificate2 signer, SignedHead head, Position to, string group)
    {
        using var key = signer.GetECDsaPublicKey()!;
        Assert.True(key.VerifyData([.. "frontdesk signed head\0"u8, .. head.Statement.Span], head.Signature.Span, HashAlgorithmName.SHA256));
        var statement = HeadStatement.Parser.ParseFrom(head.Statement);
        Assert.Equal((to.Epoch, to.Revision, to.Digest, group), (statement.Epoch, statement.Revision, statement.Digest, statement.Group));
    }
}
