namespace FrontDesk.Configuration.Tests.Validation;

public sealed class GoodConfigurationTests
{
    [Fact]
    public void A_configuration_with_everything_in_it_has_no_problems()
    {
        var desk = Desk.Of("""
            listeners:
              http:  { bind: ":8080", protocol: http, redirectToHttps: { port: 443 } }
              https: { bind: ":8443", protocol: https }
              v6:    { bind: "[::1]:9443", protocol: https, groups: [v6] }
            certificates:
              dev:   { names: ["*.dev.test"], internal: {} }
              shop:  { names: [shop.example.com], pair: { secret: certificates/shop, version: 2 } }
            services:
              shop:  http://10.0.0.11:9000
              unix:  { endpoints: [unix:/run/app.sock], maintenance: true }
              api:
                endpoints: [http://10.0.0.12:9000/base, { url: "h2c://[::1]:9000", weight: 3 }, https://api.internal]
                balance: power-of-two
                timeouts: { connect: 2s, firstByte: 30s, idle: 90s, tunnel: 7d }
                host: endpoint
                health:
                  active: { path: /healthz, interval: 5s, timeout: 1s, jitter: 0, healthyAfter: 1, unhealthyAfter: 5, expect: ["200-299", "404"], host: api.internal }
                  passive: { failures: 3, for: 30s, maxEjected: 30 }
                  panicBelow: 20
                retries: { attempts: 2, when: [connect-failure, reset, "502"], budget: 10, maxBody: 10KiB }
              cart:  { endpoints: [http://a:1, http://b:1], balance: consistent-hash, hash: { cookie: cart } }
              vault: { endpoints: [https://a:1], tls: { serverName: vault.internal } }
              grpc:  { endpoints: ["h2c://a:1", { url: "https://b:1", drain: true }], health: { active: { type: grpc, service: shop.v1.Shop } } }
            routes:
              shop:     { hosts: [shop.example.com], to: shop }
              shop-api:
                hosts: [shop.example.com, "*.shop.example.com"]
                paths: [/api/*, "/users/{id}/x", "~/v[0-9]+/.*", /, /*]
                methods: [GET, POST]
                headers: { x-beta: "1", x-tenant: { regex: "[a-z]+" }, x-debug: { present: false } }
                query: { v: "2" }
                to: [{ service: api, weight: 95 }, { service: shop, weight: 5 }]
                request:  { stripPrefix: /api, headers: { set: { x-from: frontdesk }, add: {}, remove: [x-debug] } }
                response: { headers: { set: { x-frame-options: DENY } } }
                priority: -5
                maintenance: { on: false, page: "<h1>Closed</h1>", retryAfter: 10m }
                groups: [eu]
                labels: { team: a }
              old-shop: { hosts: [old.example.com], redirect: { to: "https://shop.example.com{path}{query}", status: 308 } }
              robots:   { hosts: ["*"], paths: [/robots.txt], respond: { status: 200, body: "User-agent: *" } }
            settings:
              trustedProxies: [192.0.2.0/24, "2001:db8::/32", 10.0.0.1]
            """);

        Assert.Empty(desk.Validate());
    }
}
