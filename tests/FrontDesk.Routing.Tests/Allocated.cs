namespace FrontDesk.Routing.Tests;

/// <summary>Counts what code allocates.</summary>
internal static class Allocated
{
    /// <summary>Fails the test where the code, once warm, allocates a byte, or returns false.</summary>
    public static void Nothing(Func<bool> code)
    {
        Assert.True(code());
        Assert.Equal(0, Bytes(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                code();
            }
        }));
    }

    /// <summary>The bytes that code allocates on this thread, once warm.</summary>
    public static long Bytes(Action code)
    {
        code();
        var before = GC.GetAllocatedBytesForCurrentThread();
        code();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
