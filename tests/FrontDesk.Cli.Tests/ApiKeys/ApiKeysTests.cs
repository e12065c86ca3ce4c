using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Tests.ApiKeys;

/// <summary>`api-keys` and its verbs.</summary>
public sealed class ApiKeysTests : ControlPlaneTest
{
    private static readonly Timestamp Day = Timestamp.FromDateTime(new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public async Task Create_writes_the_key_alone_to_standard_output()
    {
        Control.Credentials.CreateApiKeyAnswer = new CreateApiKeyResponse { Key = "fdk_0123456789abcdef_secret", Id = "0123456789abcdef" };

        var ended = (await Shell.RunAsync("api-keys", "create", "partners", "--owner", "shop", "--scopes", "orders.read, orders.write", "--lifetime", "90d")).Expect(0);

        Assert.Equal("fdk_0123456789abcdef_secret\n", ended.Out);
        Assert.Equal("key partners/0123456789abcdef for shop, until it is revoked; it is shown this once\n", ended.Error);
        Assert.Equal(
            new CreateApiKeyRequest { Set = "partners", Owner = "shop", Scopes = { "orders.read", "orders.write" }, Lifetime = Duration.FromTimeSpan(TimeSpan.FromDays(90)) },
            Assert.Single(Control.Credentials.Asked));
    }

    [Fact]
    public async Task List_shows_keys_without_the_keys()
    {
        Control.Credentials.ApiKeys = new ListApiKeysResponse
        {
            Keys =
            {
                new ApiKey { Set = "partners", Id = "0123456789abcdef", Owner = "shop", Scopes = { "orders.read" }, Created = Day, Author = "admin" },
                new ApiKey { Set = "partners", Id = "fedcba9876543210", Owner = "billing", Created = Day, Expires = Day, Expired = true, Author = "admin" },
            },
        };

        IsGolden("api-keys.txt", (await Shell.RunAsync("api-keys")).Expect(0).Out);
        IsGolden("api-keys.json", (await Shell.RunAsync("api-keys", "list", "partners", "-o", "json")).Expect(0).Out);
        Assert.Equal([new ListApiKeysRequest(), new ListApiKeysRequest { Set = "partners" }], Control.Credentials.Asked);
    }

    [Fact]
    public async Task Revoke_revokes()
    {
        Assert.Equal("key partners/0123456789abcdef revoked\n", (await Shell.RunAsync("api-keys", "revoke", "partners/0123456789abcdef")).Expect(0).Error);
        Assert.Equal(new RevokeApiKeyRequest { Set = "partners", Id = "0123456789abcdef" }, Assert.Single(Control.Credentials.Asked));
    }

    [Fact]
    public async Task A_key_in_the_place_of_its_id_is_not_repeated()
    {
        var ended = (await Shell.RunAsync("api-keys", "revoke", "fdk_0123456789abcdef_secret")).Expect(1);

        Assert.Contains("an API key is named by its set and its id", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ended.Error, StringComparison.Ordinal);
    }
}
