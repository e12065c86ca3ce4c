using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>What an edge writes in its life, step after step, and every whole state that it goes through.</summary>
internal sealed class StateHistory : IDisposable
{
    private static readonly byte[] Key = new byte[32];
    private readonly TempDirectory _data = new();
    private readonly DataDirectory _directory;
    private readonly StateKey _key = new(Key);
    private readonly ScriptedScope _scope = new();
    private readonly HeldConfiguration _held = new();
    private uint _version;

    public StateHistory() => _directory = DataDirectory.Open(_data.Path);

    /// <summary>The states: first none, then one after each step that was begun.</summary>
    public List<string> States { get; } = [""];

    /// <summary>How many steps ended: their states are acknowledged.</summary>
    public int Done { get; private set; }

    /// <summary>What wrote last.</summary>
    public StateWriter? LastWriter { get; private set; }

    /// <summary>Lives on a disk: snapshots, changes, changed secrets.</summary>
    public void Live(SimulatedDisk disk)
    {
        var writer = LastWriter = Open(disk).Writer;
        writer.Read();
        Replace(writer, "one", "two");
        Change(writer, "three");
        Change(writer, "one");
        Renew(writer);
        Replace(writer, "four");
        Renew(writer);
        Change(writer, "two");
    }

    /// <summary>Writes what the disk did not take.</summary>
    public void CatchUp(StateWriter writer) => writer.CatchUp(_held);

    /// <summary>What an edge that starts on a disk finds, in words; its secrets too, where they are as old as the state says.</summary>
    public string Found(SimulatedDisk disk)
    {
        var (writer, vault) = Open(disk);
        return Describe(writer.Read(), vault);
    }

    /// <summary>Goes on from what is found on a disk with a change, and starts again.</summary>
    /// <returns>What was expected, and what is found.</returns>
    public (string Expected, string Found) GoOn(SimulatedDisk disk)
    {
        var (writer, vault) = Open(disk);
        var held = writer.Read();
        var scope = new ScriptedScope();
        var delta = scope.Put(Resources.Answer("more", "more.test", "x"));
        var operations = delta.Operations;
        var to = new Position { Epoch = 1, Revision = held.Revision + 1, Digest = ByteString.CopyFrom(held.DigestAfter(operations).ToArray()) };
        delta = new Delta { From = held.Position, To = to, Operations = { operations } };
        held.Commit(operations, to, held.DigestAfter(operations));
        writer.Append(new StateRecord { Delta = delta }, held);
        return (Describe(held, vault), Found(disk.AfterRestart()));
    }

    /// <summary>An edge's state on a disk.</summary>
    public (StateWriter Writer, SecretVault Vault) Open(SimulatedDisk disk)
    {
        var vault = new SecretVault(_directory, disk, _key, NullLogger<SecretVault>.Instance);
        var lastKnownGood = new LastKnownGood(_directory, disk, NullLogger<LastKnownGood>.Instance);
        return (new StateWriter(lastKnownGood, vault, new Degradations(TimeProvider.System, NullLogger<Degradations>.Instance), NullLogger<StateWriter>.Instance), vault);
    }

    public void Dispose()
    {
        _key.Dispose();
        _directory.Dispose();
        _data.Dispose();
    }

    private void Replace(StateWriter writer, params string[] names)
    {
        var delta = _scope.Put([.. names.Select(name => Resources.Answer(name, $"{name}.test", $"snapshot {_scope.Revision}"))]);
        Step(delta.To, delta, [], () => writer.Replace(_held, new HashSet<string> { "certificates/a" }));
    }

    private void Change(StateWriter writer, string name)
    {
        var delta = _scope.Put(Resources.Answer(name, $"{name}.test", $"change {_scope.Revision}"));
        Step(delta.To, delta, [], () => writer.Append(new StateRecord { Delta = delta }, _held));
    }

    private void Renew(StateWriter writer)
    {
        var announced = _scope.Announce("certificates/a", ++_version);
        Step(null, null, [announced], () =>
        {
            writer.Keep([new GetSecretsResponse { Secret = announced, Certificate = new CertificateSecret { Key = ByteString.CopyFromUtf8($"key {_version}") } }]);
            writer.Append(new StateRecord { SecretsChanged = new SecretsChanged { Secrets = { announced } } }, _held);
        });
    }

    private void Step(Position? to, Delta? delta, SecretVersion[] announced, Action write)
    {
        if (delta is not null)
        {
            _held.Commit(delta.Operations, to!, _held.DigestAfter(delta.Operations));
            _held.Announce(delta.Secrets);
        }

        _held.Announce(announced);
        States.Add(Describe(_held, null));
        write();
        Done++;
    }

    private static string Describe(HeldConfiguration held, SecretVault? vault) => !held.Exists ? "" : string.Join('\n', (string[])
    [
        $"{held.Epoch}/{held.Revision}/{held.Digest}",
        .. held.Resources.OrderBy(resource => resource.Name, StringComparer.Ordinal).Select(resource => $"{resource.Name}={resource.Resource.ToBase64()}"),
        .. held.Announced.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret => vault is null || vault.VersionOf(secret.Key) >= secret.Value
            ? $"{secret.Key}:{secret.Value}"
            : $"{secret.Key}:{secret.Value} but only {vault.VersionOf(secret.Key)} is here"),
    ]);
}
