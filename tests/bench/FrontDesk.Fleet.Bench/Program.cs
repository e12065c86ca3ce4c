// What a running fleet costs:   dotnet run -c Release --project tests/bench/FrontDesk.Fleet.Bench [-- rest|apply|start|change|streams|steady|million …]
// streams:100 is the same with 100 edges, steady:60 the same for 60 seconds.
using System.Globalization;
using FrontDesk.Fleet.Bench;

// Each starts its own fleet, so that none stands in another's way.
var measurements = new Dictionary<string, Func<int?, Task>>
{
    ["rest"] = _ => Rest.MeasureAsync(),
    ["apply"] = _ => Applying.MeasureAsync(),
    ["start"] = _ => Starting.MeasureAsync(),
    ["change"] = routes => Changing.MeasureAsync(routes ?? 100_000),
    ["streams"] = edges => Streams.MeasureAsync(edges ?? 1_000),
    ["steady"] = seconds => Steady.MeasureAsync(seconds ?? 300),
    ["million"] = _ => Changing.MeasureAsync(1_000_000),
};
foreach (var arg in args.Length > 0 ? args : [.. measurements.Keys])
{
    var (name, size) = arg.Split(':') is [var before, var after] ? (before, int.Parse(after, CultureInfo.InvariantCulture)) : (arg, (int?)null);
    if (!measurements.TryGetValue(name, out var measure))
    {
        Console.Error.WriteLine($"There is no measurement '{name}'; there are: {string.Join(", ", measurements.Keys)}.");
        return 1;
    }

    await measure(size);
}

return 0;
