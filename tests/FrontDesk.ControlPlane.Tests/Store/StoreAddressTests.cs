using System.Net;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Tests.Store;

public sealed class StoreAddressTests
{
    [Fact]
    public void An_address_names_host_port_user_password_and_database()
    {
        var options = StoreAddress.Parse("redis://desk:p%40ss@cache.example.com:6390/3", password: null);

        Assert.Equal(new DnsEndPoint("cache.example.com", 6390), options.EndPoints.Single());
        Assert.Equal(("desk", "p@ss", 3, false), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var options = StoreAddress.Parse("rediss://[::1]", "from-elsewhere");

        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 6379), options.EndPoints.Single());
        Assert.Equal((null, "from-elsewhere", null, true), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
    }

    [Fact]
    public void Sentinels_are_named_with_the_service_they_watch()
    {
        var options = StoreAddress.Parse("redis://a,b:26380?sentinel=desk", password: null);

        Assert.Equal([new DnsEndPoint("a", 26379), new DnsEndPoint("b", 26380)], options.EndPoints);
        Assert.Equal("desk", options.ServiceName);
    }

    [Theory]
    [InlineData("http://h")]
    [InlineData("redis://")]
    [InlineData("redis://h:0")]
    [InlineData("redis://h:99999")]
    [InlineData("redis://h/x")]
    [InlineData("redis://h/-1")]
    [InlineData("redis://h?unknown=1")]
    [InlineData("redis://h?ca=/nonexistent")]
    [InlineData("redis://user:hunter2@h:x")]
    public void What_cannot_be_read_is_refused_without_telling_a_password(string address)
    {
        var refusal = Assert.Throws<StoreRefusedException>(() => StoreAddress.Parse(address, "hunter2"));

        Assert.StartsWith("the store's address cannot be read: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }
}
