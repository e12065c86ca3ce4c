using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.EndToEnd.Tests.Access;

/// <summary>Clients' credentials, from the command line to the edges, with real processes.</summary>
public sealed class CredentialTests(EmbeddedDesk fixture) : IClassFixture<EmbeddedDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestDesk Desk => fixture.Desk;

    [Fact]
    public async Task A_user_logs_in_on_every_edge_until_the_password_changes_or_the_user_is_removed()
    {
        await Desk.ApplyAsync($$"""
            {{Desk.Listeners()}}
            certificates: { office: { names: [office.test], internal: {} } }
            services: { shop: {{fixture.Shop.Url}} }
            users: { staff: {} }
            access: { office: { rules: [{ require: { basic: { users: staff, groups: [admins] } } }] } }
            routes: { office: { hosts: [office.test], to: shop, access: office } }
            """, Stop);
        await ExpectAsync(HttpStatusCode.Unauthorized, Basic("ann", "the first password"));

        Desk.Write("first", "the first password\n");
        Desk.Write("second", "the second password\n");
        (await Desk.RunAsync(Stop, "users", "set", "staff/ann", "--groups", "admins", "--password-file", "first")).Expect();
        await ExpectAsync(HttpStatusCode.OK, Basic("ann", "the first password"));

        (await Desk.RunAsync(Stop, "users", "set", "staff/ann", "--password-file", "second")).Expect();
        await ExpectAsync(HttpStatusCode.Unauthorized, Basic("ann", "the first password"));
        await ExpectAsync(HttpStatusCode.OK, Basic("ann", "the second password"));

        (await Desk.RunAsync(Stop, "users", "set", "staff/ann", "--keep-password", "--groups", "staff")).Expect();
        await ExpectAsync(HttpStatusCode.Forbidden, Basic("ann", "the second password"));

        Assert.Contains("ann", (await Desk.RunAsync(Stop, "users")).Expect().Output, StringComparison.Ordinal);
        (await Desk.RunAsync(Stop, "users", "remove", "staff/ann")).Expect();
        await ExpectAsync(HttpStatusCode.Unauthorized, Basic("ann", "the second password"));

        var explained = (await Desk.RunAsync(Stop, "explain", "https://office.test/")).Expect().Output;
        Assert.Contains("wants a name and a password of the users staff", explained, StringComparison.Ordinal);
        Assert.DoesNotContain("password", (await Desk.RunAsync(Stop, "export")).Expect().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_opens_every_edge_until_it_is_revoked_and_the_service_is_told_whose_it_is()
    {
        await Desk.ApplyAsync($$"""
            {{Desk.Listeners()}}
            certificates: { office: { names: [office.test], internal: {} } }
            services: { shop: {{fixture.Shop.Url}} }
            apiKeys: { partners: {} }
            access:
              office:
                rules: [{ require: { apiKey: { keys: partners, header: authorization, scopes: [orders.read] } } }]
                identity: { user: x-owner, groups: x-scopes }
            routes: { office: { hosts: [office.test], to: shop, access: office } }
            """, Stop);
        var made = (await Desk.RunAsync(Stop, "api-keys", "create", "partners", "--owner", "books", "--scopes", "orders.read", "-o", "json")).Expect().Json();
        await ExpectAsync(HttpStatusCode.OK, new("Bearer", made.Text("key")));

        using var client = Desk.Client(Desk.Edges[0]);
        client.DefaultRequestHeaders.Authorization = new("Bearer", made.Text("key"));
        client.DefaultRequestHeaders.Add("x-owner", "forged");
        var seen = await client.GetStringAsync(Desk.Https("office.test"), Stop);
        Assert.Contains("\nx-owner: books\n", seen, StringComparison.Ordinal);
        Assert.Contains("\nx-scopes: orders.read\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("fdk_", seen, StringComparison.Ordinal);

        (await Desk.RunAsync(Stop, "api-keys", "revoke", $"partners/{made.Text("id")}")).Expect();
        await ExpectAsync(HttpStatusCode.Unauthorized, new("Bearer", made.Text("key")));
        Assert.DoesNotContain(made.Text("id"), (await Desk.RunAsync(Stop, "api-keys")).Expect().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_opens_every_edge_also_after_its_issuer_took_a_new_key_or_went_away()
    {
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = Keys(("first", first));
        var issuer = await HttpBackend.StartAsync(context => context.Response.WriteAsync(keys));
        await Desk.ApplyAsync($$"""
            {{Desk.Listeners()}}
            certificates: { office: { names: [office.test], internal: {} } }
            services: { shop: {{fixture.Shop.Url}} }
            access:
              office:
                rules:
                  - require: { jwt: { issuer: "https://login.test", audiences: [shop], jwks: "{{issuer.Url}}/keys", forward: { sub: x-user } } }
            routes: { office: { hosts: [office.test], to: shop, access: office } }
            """, Stop);
        await ExpectAsync(HttpStatusCode.OK, new("Bearer", Token("first", first)));
        await ExpectAsync(HttpStatusCode.Unauthorized, new("Bearer", Token("first", second)));

        // Another key: known after the pause between two fetches.
        keys = Keys(("first", first), ("second", second));
        await ExpectAsync(HttpStatusCode.OK, new("Bearer", Token("second", second)));

        await issuer.DisposeAsync();
        await ExpectAsync(HttpStatusCode.OK, new("Bearer", Token("second", second, subject: "bob")));
    }

    private static string Keys(params (string Id, ECDsa Key)[] keys) => JsonSerializer.Serialize(new
    {
        keys = keys.Select(static key =>
        {
            var point = key.Key.ExportParameters(false).Q;
            return new { kty = "EC", crv = "P-256", kid = key.Id, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        }),
    });

    private static string Token(string id, ECDsa key, string subject = "ann")
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = "ES256", kid = id });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { iss = "https://login.test", aud = "shop", sub = subject, exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() });
        var text = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static AuthenticationHeaderValue Basic(string name, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

    private async Task ExpectAsync(HttpStatusCode status, AuthenticationHeaderValue authorization)
    {
        foreach (var edge in Desk.Edges)
        {
            using var client = Desk.Client(edge);
            client.DefaultRequestHeaders.Authorization = authorization;
            await Eventually.TrueAsync($"{edge.Name} to answer {status}", async () => (await client.GetAsync(Desk.Https("office.test"), Stop)).StatusCode == status, Stop);
        }
    }
}
