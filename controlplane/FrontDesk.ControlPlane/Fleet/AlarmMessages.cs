using FrontDesk.Admin.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Fleet;

/// <summary>Alarms as the contract says them.</summary>
internal static class AlarmMessages
{
    /// <summary>The message of an alarm.</summary>
    public static Alarm Of(Store.Alarm alarm) => new()
    {
        Code = alarm.Code,
        Sentence = alarm.Sentence,
        Since = alarm.Since.ToTimestamp(),
        Remedy = alarm.Remedy,
    };
}
