using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Tests.Credentials;

/// <summary>Users as tests need them. Their hashes cost little.</summary>
internal static class Users
{
    private const int LittleCost = 4;

    /// <summary>A set of users: name, password, groups.</summary>
    public static UserSetSecret Secret(params (string Name, string Password, string[] Groups)[] users) => new()
    {
        Users = { users.Select(user => new UserCredential { Name = user.Name, Hash = BCrypt.Net.BCrypt.HashPassword(user.Password, LittleCost), Groups = { user.Groups } }) },
    };

    /// <summary>The same, as an edge has it.</summary>
    public static UserSet Set(params (string Name, string Password, string[] Groups)[] users) => UserSet.Of(Secret(users));

    /// <summary>The value of an Authorization header.</summary>
    public static string Basic(string name, string password) => "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name}:{password}"));
}
