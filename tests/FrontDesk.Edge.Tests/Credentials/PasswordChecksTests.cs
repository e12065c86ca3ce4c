using System.Net;
using FrontDesk.Edge.Credentials;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Edge.Tests.Credentials;

public sealed class PasswordChecksTests
{
    private readonly ManualTime _time = new();
    private readonly KnownUser _ann = Users.Set(("ann", "right password", [])).Find("ann")!;

    [Fact]
    public async Task A_right_password_is_compared_once_in_a_while()
    {
        var checks = new PasswordChecks(_time);
        Assert.Equal(PasswordVerdict.Right, await CheckAsync(checks, _ann, "right password"));
        Assert.True(CheckAsync(checks, _ann, "right password").IsCompletedSuccessfully);
        Assert.Equal(1, checks.Compared);

        _time.Advance(PasswordChecks.RememberedFor);
        Assert.Equal(PasswordVerdict.Right, await CheckAsync(checks, _ann, "right password"));
        Assert.Equal(2, checks.Compared);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_are_compared_each_time()
    {
        var checks = new PasswordChecks(_time);
        foreach (var user in new[] { _ann, null, _ann, null })
        {
            Assert.Equal(PasswordVerdict.Wrong, await CheckAsync(checks, user, "wrong password"));
        }

        Assert.Equal(4, checks.Compared);
    }

    [Fact]
    public async Task Nobody_has_no_password()
    {
        var checks = new PasswordChecks(_time);
        Assert.Equal(PasswordVerdict.Wrong, await CheckAsync(checks, null, ""));
        Assert.Equal(PasswordVerdict.Wrong, await CheckAsync(checks, null, ""));
    }

    [Fact]
    public async Task A_changed_password_is_not_remembered()
    {
        var checks = new PasswordChecks(_time);
        Assert.Equal(PasswordVerdict.Right, await CheckAsync(checks, _ann, "right password"));

        var changed = Users.Set(("ann", "other password", [])).Find("ann")!;
        Assert.Equal(PasswordVerdict.Wrong, await CheckAsync(checks, changed, "right password"));
        Assert.Equal(PasswordVerdict.Right, await CheckAsync(checks, changed, "other password"));
    }

    [Fact]
    public async Task Requests_that_show_the_same_at_once_cost_one_comparison()
    {
        var slow = new KnownUser("ann", BCrypt.Net.BCrypt.HashPassword("right password", 10), [1], []);
        var checks = new PasswordChecks(_time);

        var all = Enumerable.Range(0, 50).Select(_ => CheckAsync(checks, slow, "right password").AsTask()).ToArray();

        Assert.All(await Task.WhenAll(all), verdict => Assert.Equal(PasswordVerdict.Right, verdict));
        Assert.InRange(checks.Compared, 1, 2);
    }

    [Fact]
    public async Task A_client_that_floods_gets_no_more_than_its_share_and_others_get_theirs()
    {
        var slow = new KnownUser("ann", BCrypt.Net.BCrypt.HashPassword("right password", 12), [1], []);
        var checks = new PasswordChecks(_time);

        var flood = Enumerable.Range(0, 30).Select(i => CheckAsync(checks, slow, $"wrong password {i}", "203.0.113.7").AsTask()).ToArray();
        var other = CheckAsync(checks, _ann, "right password", "198.51.100.9").AsTask();

        Assert.Contains(PasswordVerdict.TooMany, await Task.WhenAll(flood));
        Assert.DoesNotContain(PasswordVerdict.Right, await Task.WhenAll(flood));
        Assert.Equal(PasswordVerdict.Right, await other);
    }

    [Fact]
    public async Task All_clients_together_get_no_more_than_can_be_compared()
    {
        var slow = new KnownUser("ann", BCrypt.Net.BCrypt.HashPassword("right password", 10), [1], []);
        var checks = new PasswordChecks(_time);

        var flood = Enumerable.Range(0, 200).Select(i => CheckAsync(checks, slow, $"wrong password {i}", $"203.0.113.{i}").AsTask()).ToArray();

        Assert.Contains(PasswordVerdict.Busy, await Task.WhenAll(flood));
        Assert.Equal(PasswordVerdict.Right, await CheckAsync(checks, _ann, "right password"));
    }

    [Fact]
    public async Task A_hash_of_another_kind_is_nobodys() =>
        Assert.Equal(PasswordVerdict.Wrong, await CheckAsync(new PasswordChecks(_time), new KnownUser("ann", "$argon2id$v=19$m=1", [1], []), "right password"));

    private static ValueTask<PasswordVerdict> CheckAsync(PasswordChecks checks, KnownUser? user, string password, string client = "192.0.2.1") =>
        checks.CheckAsync(user, System.Text.Encoding.UTF8.GetBytes(password), Address.Of(IPAddress.Parse(client)));
}
