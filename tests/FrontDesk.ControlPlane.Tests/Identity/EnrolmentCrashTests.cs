using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Store;

namespace FrontDesk.ControlPlane.Tests.Identity;

/// <summary>A control plane that ends in the middle of an enrolment costs a use of the token at most, and never admits one too many.</summary>
public sealed class EnrolmentCrashTests
{
    private const uint Uses = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_enrolment_that_ends_anywhere_leaves_a_member_or_none()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var survivor = await host.OpenAsync();
        using var authority = new CertificateAuthority(CertificateAuthority.CreateSelfSigned(TimeProvider.System), TimeProvider.System);
        var token = await new JoinTokens(survivor.Records, authority, TimeProvider.System).CreateAsync("default", Uses, TimeSpan.FromHours(1), "ann", Token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = authority.IssueNode(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest(), "e1");

        var finished = false;
        for (var step = 0; !finished; step++)
        {
            var crash = new Crash(step);
            await using var doomed = await host.ConnectAsync(crash.Step);
            var records = new RecordStore(doomed, new FolderWatch(doomed));
            try
            {
                var id = await new JoinTokens(records, authority, TimeProvider.System).UseAsync(token.Text, Token);
                await new Nodes(records, TimeProvider.System).EnrolAsync($"e{step}", "default", id, "test", certificate, Token);
                finished = true;
            }
            catch (CrashException)
            {
                finished = false;
            }

            // Listed exactly where it is there; one use less for each that is.
            var member = await survivor.Records.GetAsync($"nodes/e{step}", Token) is not null;
            var listed = (await survivor.Records.ListAsync("nodes/", Token)).Count(record => record.Name == $"nodes/e{step}");
            Assert.Equal(member ? 1 : 0, listed);
            Assert.True(!finished || member);
            var left = JoinTokenRecord.Parser.ParseFrom((await survivor.Records.GetAsync($"join-tokens/{token.Id}", Token))!.Value).UsesLeft;
            var members = (uint)(await survivor.Records.ListAsync("nodes/", Token)).Count;
            Assert.InRange(members, 0u, Uses - left);
        }
    }
}
