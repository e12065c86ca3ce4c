// What a running fleet costs:   dotnet run -c Release --project tests/bench/FrontDesk.Fleet.Bench [-- rest|apply|start|change|streams|million …]
using FrontDesk.Fleet.Bench;

// Each starts its own fleet, so that none stands in another's way.
var measurements = new Dictionary<string, Func<Task>>
{
    ["rest"] = Rest.MeasureAsync,
    ["apply"] = Applying.MeasureAsync,
    ["start"] = Starting.MeasureAsync,
    ["change"] = () => Changing.MeasureAsync(100_000),
    ["streams"] = Streams.MeasureAsync,
    ["million"] = () => Changing.MeasureAsync(1_000_000),
};
foreach (var name in args.Length > 0 ? args : [.. measurements.Keys])
{
    if (!measurements.TryGetValue(name, out var measure))
    {
        Console.Error.WriteLine($"There is no measurement '{name}'; there are: {string.Join(", ", measurements.Keys)}.");
        return 1;
    }

    await measure();
}

return 0;
