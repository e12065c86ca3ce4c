namespace FrontDesk.ControlPlane.Tests.Hosting;

/// <summary>How long tests wait for what must happen.</summary>
internal static class Patience
{
    /// <summary>Long enough for a machine that does ten other things; no test that succeeds takes it.</summary>
    public static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);
}
