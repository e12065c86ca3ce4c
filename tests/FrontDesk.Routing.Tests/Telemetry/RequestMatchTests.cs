using FrontDesk.Edge.V1;
using FrontDesk.Routing.Telemetry;

namespace FrontDesk.Routing.Tests.Telemetry;

/// <summary>Which requests a filter lets through.</summary>
public class RequestMatchTests
{
    private static readonly RequestLine Line = new()
    {
        Node = "edge-1",
        Host = "shop.example.com",
        Path = "/api/carts",
        Route = "shop",
        Service = "carts",
        Status = 503,
        Client = "203.0.113.7",
        DurationMs = 120,
    };

    public static TheoryData<RequestFilter, bool> Filters => new()
    {
        { new(), true },
        { new() { Host = "SHOP.example.com" }, true },
        { new() { Host = "*.example.com" }, true },
        { new() { Host = "*.shop.example.com" }, false },
        { new() { Host = "example.com" }, false },
        { new() { Path = "/api/carts" }, true },
        { new() { Path = "/api" }, false },
        { new() { Path = "/api/*" }, true },
        { new() { Route = "shop" }, true },
        { new() { Route = "sho" }, false },
        { new() { Service = "carts" }, true },
        { new() { Service = "other" }, false },
        { new() { Status = "503" }, true },
        { new() { Status = "5xx" }, true },
        { new() { Status = "4xx" }, false },
        { new() { Status = "404" }, false },
        { new() { Client = "203.0.113.7" }, true },
        { new() { Client = "203.0.113.0/24" }, true },
        { new() { Client = "10.0.0.0/8" }, false },
        { new() { Client = "2001:db8::/32" }, false },
        { new() { Node = "edge-1" }, true },
        { new() { Node = "edge-2" }, false },
        { new() { SlowerThanMs = 120 }, true },
        { new() { SlowerThanMs = 121 }, false },
        { new() { Host = "shop.example.com", Status = "5xx", SlowerThanMs = 100 }, true },
        { new() { Host = "shop.example.com", Status = "2xx", SlowerThanMs = 100 }, false },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void What_is_set_must_fit_altogether(RequestFilter filter, bool fits) => Assert.Equal(fits, RequestMatch.Parse(filter).Fits(Line));

    [Theory]
    [InlineData("6xx", "")]
    [InlineData("12", "")]
    [InlineData("abc", "")]
    [InlineData("", "here")]
    [InlineData("", "10.0.0.0/99")]
    public void What_cannot_be_read_is_told(string status, string client) =>
        Assert.Contains("Write for example", Assert.Throws<FormatException>(() => RequestMatch.Parse(new RequestFilter { Status = status, Client = client })).Message, StringComparison.Ordinal);
}
