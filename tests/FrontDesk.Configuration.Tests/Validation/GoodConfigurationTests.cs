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
                response: { headers: { set: { x-frame-options: DENY } }, securityHeaders: strict }
                cors: { origins: [https://app.example.com, "https://*.example.com:8443", http://localhost:3000], methods: [PUT], headers: ["*"], exposed: [x-total], credentials: true, maxAge: 1h }
                compression: { types: [text/*, application/json], minSize: 2KiB }
                priority: -5
                maintenance: { on: false, page: "<h1>Closed</h1>", retryAfter: 10m }
                groups: [eu]
                labels: { team: a }
              old-shop: { hosts: [old.example.com], redirect: { to: "https://shop.example.com{path}{query}", status: 308 } }
              robots:   { hosts: ["*"], paths: [/robots.txt], respond: { status: 200, body: "User-agent: *" } }
              limited:  { hosts: [limited.example.com], to: shop, limits: [per-client, few] }
              office:   { hosts: [office.example.com], to: shop, access: office }
              open:     { hosts: [open.example.com], to: shop, access: { inherit: false } }
              both:     { hosts: [both.example.com], to: shop, access: { policy: office, inherit: false } }
            access:
              office:
                rules:
                  - { if: { paths: [/admin/*], ip: [192.0.2.0/24] }, then: allow }
                  - { if: { paths: [/admin/*] }, then: deny }
                  - { if: { ip: [10.0.0.0/8, "2001:db8::/32"], methods: [GET], headers: { x-a: { present: true } } }, then: allow }
                  - { if: { times: [{ days: [mon, fri], from: "08:00", to: "18:00", zone: Europe/Berlin }] }, then: allow }
                otherwise: deny
                answer: { status: 404 }
              away: { otherwise: deny, answer: { redirect: "https://login.example.com/?to={host}{path}" } }
              none: { rules: [{ then: allow }], answer: { close: true }, mode: report }
            limits:
              per-client: { rate: 100/s, burst: 200, key: client-ip, scope: edge, exempt: [10.0.0.0/8], ipv6Prefix: 56 }
              per-tenant: { rate: 100000/d, algorithm: sliding-window, key: [host, "header:X-Tenant"], mode: report }
              few:        { concurrency: 10, key: [client-ip, route] }
            settings:
              trustedProxies: [192.0.2.0/24, "2001:db8::/32", 10.0.0.1]
              limits: [per-tenant]
              access: none
            """);

        Assert.Empty(desk.Validate());
    }
}
