using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace FrontDesk.Testing.Faults;

/// <summary>
/// A host of a test's own on this machine: a network namespace with two links to here. Clients reach it by one; it reaches the control
/// plane by the other, which can be taken down. Needs root, `ip`, and a kernel that lets make namespaces.
/// </summary>
public sealed class NetworkHost : IDisposable
{
    private const string ControlLink = "eth1";
    private static int _made;
    private readonly string _name;
    private readonly string _control;

    /// <summary>Makes a host.</summary>
    /// <exception cref="InvalidOperationException">The machine does not let it be made; holds what `ip` said.</exception>
    public NetworkHost()
    {
        // Names and addresses are the machine's: the process and a number make them this test's. An interface's name has at most 15 characters.
        var number = Interlocked.Increment(ref _made);
        var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId:x}-{number}");
        _name = $"frontdesk-{id}";
        _control = $"fdm{id}";
        var clients = string.Create(CultureInfo.InvariantCulture, $"10.{100 + (number % 50)}.{Environment.ProcessId % 250}");
        var control = string.Create(CultureInfo.InvariantCulture, $"10.{150 + (number % 50)}.{Environment.ProcessId % 250}");
        Address = $"{clients}.2";
        Near = IPAddress.Parse($"{clients}.1");
        Gateway = $"{control}.1";
        Ip("netns", "add", _name);
        try
        {
            Ip("-n", _name, "link", "set", "lo", "up");
            Link($"fdc{id}", "eth0", clients);
            Link(_control, ControlLink, control);
        }
        catch (InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its address, for clients here.</summary>
    public string Address { get; }

    /// <summary>This machine's address on the link of the clients, for services that stay in reach.</summary>
    public IPAddress Near { get; }

    /// <summary>This machine's address on the link that can be taken down.</summary>
    public string Gateway { get; }

    /// <summary>What starts a program there: put before the program and its arguments.</summary>
    public IReadOnlyList<string> Enter => ["ip", "netns", "exec", _name];

    /// <summary>Takes the link to the control plane down: nothing arrives, and nobody is told. Clients still come.</summary>
    public void Partition() => Ip("link", "set", _control, "down");

    /// <summary>Takes it up again.</summary>
    public void Heal() => Ip("link", "set", _control, "up");

    /// <inheritdoc/>
    public void Dispose() => Ip("netns", "delete", _name);

    private static void Ip(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"`ip {string.Join(' ', arguments)}` ended with {process.ExitCode}: {said}");
        }
    }

    private void Link(string here, string there, string net)
    {
        Ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", _name);
        Ip("addr", "add", $"{net}.1/24", "dev", here);
        Ip("link", "set", here, "up");
        Ip("-n", _name, "addr", "add", $"{net}.2/24", "dev", there);
        Ip("-n", _name, "link", "set", there, "up");
    }
}
