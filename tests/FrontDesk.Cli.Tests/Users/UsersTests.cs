using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Tests.Users;

/// <summary>`users` and its verbs.</summary>
public sealed class UsersTests : ControlPlaneTest
{
    [Theory]
    [InlineData("a good password")]
    [InlineData("a good password\n")]
    [InlineData("a good password\r\n")]
    public async Task Set_reads_the_password_from_standard_input(string input)
    {
        Shell.Input = input;
        Control.Credentials.SetUserAnswer = new SetUserResponse { Created = true };

        var ended = (await Shell.RunAsync("users", "set", "staff/ann", "--groups", "admins, staff")).Expect(0);

        Assert.Equal(("", "user staff/ann added\n"), (ended.Out, ended.Error));
        Assert.Equal(new SetUserRequest { Set = "staff", Name = "ann", Password = "a good password", Groups = { "admins", "staff" } }, Assert.Single(Control.Credentials.Asked));
    }

    [Fact]
    public async Task Set_reads_it_from_a_file_or_asks_for_it_and_leaves_groups_that_are_not_given()
    {
        Shell.Write("password", "from a file\n");
        (await Shell.RunAsync("users", "set", "staff/ann", "--password-file", "password")).Expect(0);

        (Shell.InputIsTerminal, Shell.Hidden) = (true, "from a person");
        var asked = (await Shell.RunAsync("users", "set", "staff/ann")).Expect(0);

        Assert.Equal("password (not shown): \nagain: \nuser staff/ann changed\n", asked.Error);
        Assert.Equal(
            [
                new SetUserRequest { Set = "staff", Name = "ann", Password = "from a file", KeepGroups = true },
                new SetUserRequest { Set = "staff", Name = "ann", Password = "from a person", KeepGroups = true },
            ],
            Control.Credentials.Asked);
    }

    [Fact]
    public async Task Set_can_keep_the_password_and_take_all_groups_away()
    {
        (await Shell.RunAsync("users", "set", "staff/ann", "--keep-password", "--groups", "")).Expect(0);

        Assert.Equal(new SetUserRequest { Set = "staff", Name = "ann" }, Assert.Single(Control.Credentials.Asked));
    }

    [Fact]
    public async Task List_shows_users_without_passwords()
    {
        Control.Credentials.Users = new ListUsersResponse
        {
            Users = { new User { Set = "staff", Name = "ann", Groups = { "admins", "staff" }, PasswordSet = Timestamp.FromDateTime(new DateTime(2026, 11, 1, 12, 0, 0, DateTimeKind.Utc)) } },
        };

        IsGolden("users.txt", (await Shell.RunAsync("users")).Expect(0).Out);
        IsGolden("users.json", (await Shell.RunAsync("users", "list", "staff", "-o", "json")).Expect(0).Out);
        Assert.Equal([new ListUsersRequest(), new ListUsersRequest { Set = "staff" }], Control.Credentials.Asked);
    }

    [Fact]
    public async Task Remove_removes()
    {
        Assert.Equal("user staff/ann removed\n", (await Shell.RunAsync("users", "remove", "staff/ann")).Expect(0).Error);
        Assert.Equal(new RemoveUserRequest { Set = "staff", Name = "ann" }, Assert.Single(Control.Credentials.Asked));
    }

    [Theory]
    [InlineData("a user is named by its set and its name", "users", "set", "ann")]
    [InlineData("a user is named by its set and its name", "users", "remove", "a/b/c")]
    [InlineData("there is no password", "users", "set", "staff/ann")]
    [InlineData("exclude each other", "users", "set", "staff/ann", "--keep-password", "--password-file", "f")]
    [InlineData("cannot be read", "users", "set", "staff/ann", "--password-file", "nowhere")]
    public async Task What_is_wrong_is_told_and_nothing_is_asked(string told, params string[] arguments)
    {
        Assert.Contains(told, (await Shell.RunAsync(arguments)).Expect(1).Error, StringComparison.Ordinal);
        Assert.Empty(Control.Credentials.Asked);
    }
}
