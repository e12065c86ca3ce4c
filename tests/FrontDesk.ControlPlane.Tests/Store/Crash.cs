namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>Ends a control plane, as far as the store can tell, at the n-th step of what it writes: from then on every write throws.</summary>
internal sealed class Crash(int atStep)
{
    private int _steps;

    /// <summary>The steps that were reached.</summary>
    public int Steps => _steps;

    /// <summary>Where it ended; null where it got to the end.</summary>
    public string? Reached { get; private set; }

    public void Step(string step)
    {
        if (Interlocked.Increment(ref _steps) > atStep)
        {
            Reached ??= step;
            throw new CrashException(step);
        }
    }
}

/// <summary>The process is gone.</summary>
internal sealed class CrashException(string step) : Exception($"crashed {step}");
