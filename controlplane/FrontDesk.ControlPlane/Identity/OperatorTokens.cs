using FrontDesk.ControlPlane.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>The tokens that operators show. Each call reads its token's record, so that a change of it holds at once; see <see cref="LastSeenRecords"/> for a store that is away.</summary>
internal sealed class OperatorTokens(RecordStore records, TimeProvider time)
{
    private const string Folder = "operators/";
    private readonly LastSeenRecords _seen = new(records, time);

    /// <summary>Makes a token.</summary>
    /// <returns>Its text; it is known only now.</returns>
    public async Task<string> CreateAsync(string name, Role role, CancellationToken cancellationToken)
    {
        var token = BearerToken.Create();
        var record = new OperatorTokenRecord
        {
            Hash = ByteString.CopyFrom(token.Hash()),
            Name = name,
            Role = (int)role,
            Created = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        };
        await records.CreateAsync(Folder + token.Id, record.ToByteArray(), cancellationToken);
        return token.ToOperatorText();
    }

    /// <summary>Whose token this is; null where it is nobody's.</summary>
    public async Task<OperatorTokenRecord?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!BearerToken.TryParse(text, BearerToken.OperatorPrefix, out var token))
        {
            return null;
        }

        var record = await _seen.GetAsync(Folder + token.Value.Id, cancellationToken);
        return record is not null && OperatorTokenRecord.Parser.ParseFrom(record.Value) is var known && token.Value.Matches(known.Hash.Span)
            ? known
            : null;
    }
}
