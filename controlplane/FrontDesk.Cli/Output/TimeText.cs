using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Output;

/// <summary>Times as people and scripts read them: UTC, to the second.</summary>
internal static class TimeText
{
    /// <summary>`2026-11-23 09:30:00Z`; empty where there is none.</summary>
    public static string Of(Timestamp? time) => time?.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
