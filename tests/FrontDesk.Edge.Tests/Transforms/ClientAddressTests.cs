namespace FrontDesk.Edge.Tests.Transforms;

/// <summary>Who the client is, by its connection or by what trusted proxies tell. RFC 7239.</summary>
public sealed class ClientAddressTests
{
    [Fact]
    public async Task What_a_stranger_tells_about_itself_is_replaced()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: ["192.0.2.0/24"]);

        await edge.SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.test\r\nX-Forwarded-Port: 1\r\nX-Real-IP: 203.0.113.1\r\nForwarded: for=203.0.113.1\r\n\r\n");

        Assert.Equal("127.0.0.1", service.Value("x-forwarded-for"));
        Assert.Equal("http", service.Value("x-forwarded-proto"));
        Assert.Equal("a.test", service.Value("x-forwarded-host"));
        Assert.Equal("80", service.Value("x-forwarded-port"));
        Assert.Equal("127.0.0.1", service.Value("x-real-ip"));
        Assert.Null(service.Value("forwarded"));
        Assert.Equal("127.0.0.1", (await edge.StopAndReadLogAsync())[0].GetProperty("client").GetString());
    }

    [Fact]
    public async Task What_a_trusted_proxy_tells_is_believed_and_the_proxy_is_added()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: ["127.0.0.1"]);

        await edge.SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.test\r\nX-Forwarded-Port: 8443\r\nX-Real-IP: 198.51.100.9\r\n\r\n");

        Assert.Equal("203.0.113.1, 127.0.0.1", service.Value("x-forwarded-for"));
        Assert.Equal("https", service.Value("x-forwarded-proto"));
        Assert.Equal("shop.test", service.Value("x-forwarded-host"));
        Assert.Equal("8443", service.Value("x-forwarded-port"));
        Assert.Equal("203.0.113.1", service.Value("x-real-ip"));
        Assert.Equal("203.0.113.1", (await edge.StopAndReadLogAsync())[0].GetProperty("client").GetString());
    }

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 10.0.0.1, 203.0.113.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 203.0.113.1, 10.0.0.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 203.0.113.1, 10.0.0.2,10.0.0.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 198.51.100.7, 203.0.113.1, 10.0.0.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: 10.0.0.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 10.0.0.2, 10.0.0.1", "10.0.0.2")]
    [InlineData("X-Forwarded-For: 203.0.113.1:5000", "203.0.113.1")]
    [InlineData("X-Forwarded-For: 2001:db8::1", "2001:db8::1")]
    [InlineData("X-Forwarded-For: [2001:DB8::1]", "2001:db8::1")]
    [InlineData("X-Forwarded-For: [2001:db8::1]:5000", "2001:db8::1")]
    [InlineData("X-Forwarded-For: \"203.0.113.1\"", "127.0.0.1")]
    [InlineData("X-Forwarded-For: ::ffff:203.0.113.1", "203.0.113.1")]
    [InlineData("X-Forwarded-For: garbage", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 203.0.113.1, garbage", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 203.0.113.1, garbage, 10.0.0.1", "10.0.0.1")]
    [InlineData("X-Forwarded-For: 1", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 0x7f.1.1.1", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 203.0.113.010", "127.0.0.1")]
    [InlineData("X-Forwarded-For: fe80::1%eth0", "127.0.0.1")]
    [InlineData("X-Forwarded-For: ,", "127.0.0.1")]
    [InlineData("X-Forwarded-For:", "127.0.0.1")]
    [InlineData("X-Forwarded-For: unknown", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 203.0.113.1\r\nForwarded: for=198.51.100.7", "203.0.113.1")]
    [InlineData("Forwarded: for=203.0.113.1", "203.0.113.1")]
    [InlineData("Forwarded: for=198.51.100.7, for=203.0.113.1;proto=https;by=10.0.0.1, for=10.0.0.2", "203.0.113.1")]
    [InlineData("Forwarded: For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17")]
    [InlineData("Forwarded: for=\"203.0.113.1:80\" ; proto=http", "203.0.113.1")]
    [InlineData("Forwarded: for=_hidden", "127.0.0.1")]
    [InlineData("Forwarded: for=unknown, for=10.0.0.2", "10.0.0.2")]
    [InlineData("Forwarded: proto=https", "127.0.0.1")]
    [InlineData("Forwarded: for=\"203.0.113.1, for=198.51.100.7\"", "127.0.0.1")]
    public async Task The_client_is_the_last_address_that_is_no_trusted_proxy(string header, string client)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: ["127.0.0.0/8", "10.0.0.0/8"]);

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{header}\r\n\r\n");

        Assert.Equal(client, service.Value("x-real-ip"));
        Assert.Equal(client, (await edge.StopAndReadLogAsync())[0].GetProperty("client").GetString());
    }

    [Fact]
    public async Task No_more_of_a_chain_is_read_than_any_real_one_has()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: ["127.0.0.0/8", "10.0.0.0/8"]);

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nX-Forwarded-For: 203.0.113.1{string.Concat(Enumerable.Repeat(",10.0.0.1", 1000))}\r\n\r\n");

        Assert.Equal("10.0.0.1", service.Value("x-real-ip"));
    }
}
