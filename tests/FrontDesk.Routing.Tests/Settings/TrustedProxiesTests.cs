using System.Net;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Settings;

public class TrustedProxiesTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.0.0.1/32", "10.0.0.1/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:DB8:0::/32", "2001:db8::/32")]
    public void Addresses_and_ranges_are_trusted_as_they_are_written(string text, string range)
    {
        var model = Configs.Compile(Settings(text));

        Assert.Equal([IPNetwork.Parse(range)], model.Settings.TrustedProxies);
    }

    [Theory]
    [InlineData("10.0.0.1/8", "Write 10.0.0.0/8 for the range, or 10.0.0.1 for the one address.")]
    [InlineData("192.0.2.128/24", "Write 192.0.2.0/24 for the range, or 192.0.2.128 for the one address.")]
    [InlineData("2001:db8::1/32", "Write 2001:db8::/32 for the range, or 2001:db8::1 for the one address.")]
    public void A_range_with_bits_behind_its_prefix_is_refused_with_what_could_be_meant(string text, string hint)
    {
        var problem = Configs.Problem(Settings(text));

        Assert.Equal(("trustedProxies[0]", $"`{text}` has bits set behind its prefix.", hint), (problem.Field, problem.Message, problem.Hint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0/8")]
    [InlineData("10")]
    [InlineData("010.0.0.0/8")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%1")]
    [InlineData("[::1]")]
    [InlineData("proxy.example.com")]
    public void What_is_neither_address_nor_range_is_refused(string text) =>
        Assert.Equal($"`{text}` is neither an address nor a range.", Configs.Problem(Settings(text)).Message);

    private static ResourceChange Settings(string proxy)
    {
        var settings = new SettingsConfig();
        settings.TrustedProxies.Add(proxy);
        return new(Kind.Settings, "settings", new Resource { Name = "settings", Settings = settings });
    }
}
