using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>The users of sets: each call is one change of one secret, so it can be repeated.</summary>
internal sealed class UserCalls(CredentialSets sets, TimeProvider time, ILogger<UserCalls> log)
{
    /// <summary>Adds a user, or changes one.</summary>
    public async Task<SetUserResponse> SetAsync(SetUserRequest request, ServerCallContext context)
    {
        CredentialNames.RequireUser(request.Name);
        CredentialNames.RequireWords(request.Groups, "groups");
        var hash = request.Password.Length == 0 ? null : await Passwords.HashAsync(request.Password, context.CancellationToken);
        var created = false;
        await sets.ChangeAsync<UserSetSecret>(
            Kind.Users,
            request.Set,
            users =>
            {
                var user = users.Users.FirstOrDefault(user => user.Name == request.Name);
                created = user is null;
                if (user is null)
                {
                    _ = hash ?? throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound, $"There is no user {request.Set}/{request.Name} yet, so that a password is needed.");
                    users.Users.Add(user = new UserCredential { Name = request.Name });
                }

                if (hash is not null)
                {
                    (user.Hash, user.PasswordSet) = (hash, Timestamp.FromDateTimeOffset(time.GetUtcNow()));
                }

                if (!request.KeepGroups)
                {
                    user.Groups.Clear();
                    user.Groups.Add(request.Groups.Distinct().Order(StringComparer.Ordinal));
                }
            },
            AuditEntries.Of(context, $"user {request.Set}/{request.Name}"),
            context.CancellationToken);
        CredentialsLog.UserSet(log, context.OperatorName(), request.Set, request.Name);
        return new SetUserResponse { Created = created };
    }

    /// <summary>The users of a set, or of all.</summary>
    public async Task<ListUsersResponse> ListAsync(ListUsersRequest request, ServerCallContext context)
    {
        var response = new ListUsersResponse();
        foreach (var set in request.Set.Length > 0 ? [request.Set] : sets.NamesOf(Kind.Users))
        {
            var users = await sets.ReadAsync<UserSetSecret>(Kind.Users, set, context.CancellationToken);
            response.Users.Add(users.Users.OrderBy(user => user.Name, StringComparer.Ordinal)
                .Select(user => new User { Set = set, Name = user.Name, Groups = { user.Groups }, PasswordSet = user.PasswordSet }));
        }

        return response;
    }

    /// <summary>Removes a user.</summary>
    public async Task<RemoveUserResponse> RemoveAsync(RemoveUserRequest request, ServerCallContext context)
    {
        await sets.ChangeAsync<UserSetSecret>(
            Kind.Users,
            request.Set,
            users =>
            {
                if (users.Users.FirstOrDefault(user => user.Name == request.Name) is not { } user)
                {
                    throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound, $"There is no user {request.Set}/{request.Name}. `frontdesk users` lists them.");
                }

                users.Users.Remove(user);
            },
            AuditEntries.Of(context, $"user {request.Set}/{request.Name}"),
            context.CancellationToken);
        CredentialsLog.UserRemoved(log, context.OperatorName(), request.Set, request.Name);
        return new RemoveUserResponse();
    }
}
