using FrontDesk.Testing.Desks;

namespace FrontDesk.EndToEnd.Tests.Sites;

/// <summary>The document that most tests apply.</summary>
internal static class Sites
{
    /// <summary>`shop.test` over TLS and `plain.test` without, both answered by one service.</summary>
    public static string Document(TestDesk desk, string service) => $$"""
        listeners:
          http:  { bind: ":{{desk.HttpPort}}", protocol: http }
          https: { bind: ":{{desk.HttpsPort}}", protocol: https }
        certificates:
          shop: { names: [shop.test], internal: {} }
        services:
          shop: {{service}}
        routes:
          shop:   { hosts: [shop.test], to: shop }
          plain:  { hosts: [plain.test], to: shop }
          robots: { hosts: [plain.test], paths: [/robots.txt], respond: { body: "User-agent: *" } }
        """;
}
