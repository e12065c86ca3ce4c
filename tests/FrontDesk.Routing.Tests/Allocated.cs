namespace FrontDesk.Routing.Tests;

/// <summary>Counts what code allocates.</summary>
internal static class Allocated
{
    private const int Runs = 5;

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

    /// <summary>The bytes that code allocates on this thread, once warm: the least of several runs, as the runtime itself may allocate in one.</summary>
    public static long Bytes(Action code)
    {
        code();
        return Enumerable.Range(0, Runs).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
