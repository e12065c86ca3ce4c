namespace FrontDesk.ControlPlane.Store;

/// <summary>The store is not the continuation of what this control plane, or an edge, has seen. Nothing is published from it, nor committed to it.</summary>
/// <param name="code">See <see cref="Alarm.Code"/>.</param>
/// <param name="sentence">What is wrong.</param>
internal sealed class HistoryBrokenException(string code, string sentence) : StoreRefusedException($"{sentence}. {RemedyText}")
{
    /// <summary>The ways out, the same for all of these.</summary>
    public const string RemedyText =
        "Edges serve on. See `frontdesk store status`; then bring the right Redis back, or `frontdesk store restore`, or take it as it is with `frontdesk store accept`";

    /// <summary>What is wrong, without what to do.</summary>
    public string Sentence => sentence;

    /// <summary>What to tell in `status`.</summary>
    public Alarm ToAlarm(DateTimeOffset now) => new(code, sentence, RemedyText, now);
}
