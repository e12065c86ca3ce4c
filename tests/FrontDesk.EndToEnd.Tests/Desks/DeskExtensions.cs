using System.Net;
using System.Text.Json;
using FrontDesk.Testing.Desks;

namespace FrontDesk.EndToEnd.Tests.Desks;

/// <summary>What tests ask desks for.</summary>
internal static class DeskExtensions
{
    /// <summary>A document with the desk's two listeners.</summary>
    public static string Listeners(this TestDesk desk) => $$"""
        listeners:
          http:  { bind: ":{{desk.HttpPort}}", protocol: http, redirectToHttps: { port: {{desk.HttpsPort}} } }
          https: { bind: ":{{desk.HttpsPort}}", protocol: https }

        """;

    /// <summary>GETs a page of a site from one edge, over TLS.</summary>
    public static async Task<(int Status, string Body)> GetAsync(this TestDesk desk, TestEdge edge, string host, string path = "/", Version? version = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = desk.Client(edge, version);
        using var answer = await client.GetAsync(desk.Https(host, path), cancellationToken);
        Assert.Equal(version ?? HttpVersion.Version11, answer.Version);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The answer of a command that was run with `-o json`.</summary>
    public static JsonElement Json(this CommandResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    /// <summary>A text field of an answer.</summary>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A number of an answer.</summary>
    public static int Number(this JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
