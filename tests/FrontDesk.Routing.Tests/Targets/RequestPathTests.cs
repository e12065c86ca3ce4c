using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Tests.Targets;

public class RequestPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a/b")]
    [InlineData("/a/b/")]
    [InlineData("/.well-known/acme-challenge/x")]
    [InlineData("/a.b/..c/...")]
    [InlineData("/a%20b")]
    [InlineData("/caf%C3%A9")]
    [InlineData("/a;b=c/d")]
    [InlineData("/a!$&'()*+,;=:@~-_")]
    [InlineData("/%252F")]
    public void What_is_normal_comes_back_as_the_same_string(string path)
    {
        Assert.True(RequestPath.TryNormalise(path, out var normal, out _));
        Assert.Same(path, normal);
        Allocated.Nothing(() => RequestPath.TryNormalise(path, out _, out _));
    }

    [Theory]
    [InlineData("/%61dmin", "/admin")]
    [InlineData("/%7Euser", "/~user")]
    [InlineData("/a%2db", "/a-b")]
    [InlineData("/caf%c3%a9", "/caf%C3%A9")]
    [InlineData("//a", "/a")]
    [InlineData("/a//b///c", "/a/b/c")]
    [InlineData("/a//", "/a/")]
    [InlineData("/.", "/")]
    [InlineData("/./a", "/a")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/b/../../c", "/c")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a//../b", "/b")]
    [InlineData("/public/%2e%2e/admin", "/admin")]
    [InlineData("/public/.%2E/admin", "/admin")]
    [InlineData("/%2e/admin", "/admin")]
    [InlineData("/a|b[c]", "/a%7Cb%5Bc%5D")]
    [InlineData("/\"<>^`{}", "/%22%3C%3E%5E%60%7B%7D")]
    [InlineData("/;x/a", "/;x/a")]
    public void A_path_is_brought_to_its_normal_form(string path, string normal)
    {
        Assert.True(RequestPath.TryNormalise(path, out var found, out var reason), reason);
        Assert.Equal(normal, found);
    }

    [Theory]
    [InlineData("", "begin with a slash")]
    [InlineData("a", "begin with a slash")]
    [InlineData("*", "begin with a slash")]
    [InlineData("/a%2Fb", "encoded slash")]
    [InlineData("/a%2fb", "encoded slash")]
    [InlineData("/a%5Cb", "encoded backslash")]
    [InlineData("/a\\b", "backslash")]
    [InlineData("/a%00", "NUL")]
    [InlineData("/a%0d%0aSet-Cookie:x", "control")]
    [InlineData("/a%7F", "control")]
    [InlineData("/a\tb", "control")]
    [InlineData("/a b", "percent-encoded")]
    [InlineData("/a#b", "percent-encoded")]
    [InlineData("/a?b", "percent-encoded")]
    [InlineData("/caf\u00e9", "beyond ASCII")]
    [InlineData("/%", "hexadecimal")]
    [InlineData("/%2", "hexadecimal")]
    [InlineData("/%zz", "hexadecimal")]
    [InlineData("/%u002e", "hexadecimal")]
    [InlineData("/%C0%AE%C0%AE/admin", "no UTF-8")]
    [InlineData("/%c0%af", "no UTF-8")]
    [InlineData("/%E9", "no UTF-8")]
    [InlineData("/%ED%A0%80", "no UTF-8")]
    [InlineData("/..", "above the root")]
    [InlineData("/../a", "above the root")]
    [InlineData("/a/../../b", "above the root")]
    [InlineData("/%2e%2e/b", "above the root")]
    [InlineData("/public/..;/admin", "parameters")]
    [InlineData("/public/..;x=1/admin", "parameters")]
    [InlineData("/public/.;/admin", "parameters")]
    [InlineData("/public/%2e%2e;/admin", "parameters")]
    [InlineData("/public/..%3B/admin", "parameters")]
    public void What_a_service_could_take_for_another_path_is_refused_with_the_reason(string path, string reason)
    {
        Assert.False(RequestPath.TryNormalise(path, out _, out var found));
        Assert.Contains(reason, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_paths_are_normalised_as_short_ones_are()
    {
        var segment = new string('a', 5000);

        Assert.True(RequestPath.TryNormalise($"/x/../{segment}/|", out var path, out _));
        Assert.Equal($"/{segment}/%7C", path);
    }
}
