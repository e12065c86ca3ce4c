using System.Security.Cryptography;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Credentials;

/// <summary>API keys, from the operator's call to the edges that have their set.</summary>
public sealed class ApiKeyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_listed_and_revoked_and_only_its_hash_is_kept()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("partners"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        var made = await desk.Credentials.CreateApiKeyAsync(
            new CreateApiKeyRequest { Set = "partners", Owner = "shop", Scopes = { "b", "a", "a" }, Lifetime = Duration.FromTimeSpan(TimeSpan.FromDays(1)) }, cancellationToken: Stop);
        await desk.Credentials.CreateApiKeyAsync(new CreateApiKeyRequest { Set = "partners", Owner = "billing" }, cancellationToken: Stop);

        Assert.Matches("^fdk_[0-9a-f]{16}_[0-9a-f]{64}$", made.Key);
        var listed = (await desk.Credentials.ListApiKeysAsync(new ListApiKeysRequest(), cancellationToken: Stop)).Keys;
        Assert.Equal(["partners billing  False", "partners shop a,b False"], listed.Select(key => $"{key.Set} {key.Owner} {string.Join(',', key.Scopes)} {key.Expired}"));
        Assert.Equal((made.Id, made.Expires, null), (listed[1].Id, listed[1].Expires, listed[0].Expires));

        var sent = (await SecretAsync(edge)).Keys.Single(key => key.Id == made.Id);
        Assert.Equal(SHA256.HashData(Convert.FromHexString(made.Key[^64..])), sent.Hash.ToByteArray());
        Assert.DoesNotContain(made.Key[^64..], desk.Log.Text, StringComparison.Ordinal);

        await desk.Credentials.RevokeApiKeyAsync(new RevokeApiKeyRequest { Set = "partners", Id = made.Id }, cancellationToken: Stop);
        Assert.DoesNotContain((await SecretAsync(edge)).Keys, key => key.Id == made.Id);
        Assert.Equal(
            StatusCode.NotFound,
            (await Assert.ThrowsAsync<RpcException>(async () => await desk.Credentials.RevokeApiKeyAsync(new RevokeApiKeyRequest { Set = "partners", Id = made.Id }, cancellationToken: Stop))).StatusCode);
    }

    [Theory]
    [InlineData("nowhere", "shop", 60, StatusCode.NotFound, "The configuration has no set `nowhere`. Add `apiKeys: { nowhere: {} }` to a document and apply it.")]
    [InlineData("partners", "", 60, StatusCode.InvalidArgument, "A user's name has 1 to 64 letters, digits, '.', '-', '_', '@' and '+'.")]
    [InlineData("partners", "shop", 5, StatusCode.InvalidArgument, "An API key has a lifetime from 1 min to 3,650 d, or none.")]
    public async Task What_cannot_be_is_refused_with_what_to_do(string set, string owner, int seconds, StatusCode code, string told)
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("partners"));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await desk.Credentials.CreateApiKeyAsync(
            new CreateApiKeyRequest { Set = set, Owner = owner, Lifetime = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) }, cancellationToken: Stop));

        Assert.Equal((code, told), (refused.StatusCode, refused.Status.Detail));
    }

    private static Resource Set(string name) => new() { Name = name, ApiKeys = new ApiKeysConfig() };

    private static async Task<ApiKeySetSecret> SecretAsync(ScriptedEdge edge)
    {
        using var call = edge.Client.GetSecrets(new GetSecretsRequest { Secrets = { new SecretVersion { Secret = "api-keys/partners" } } }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        return call.ResponseStream.Current.ApiKeys;
    }
}
