namespace FrontDesk.ControlPlane.Store;

/// <summary>Something that an operator must know of and decide, told in `status` until it is over.</summary>
/// <param name="Code">Which, for programs: `store-emptied`, `store-went-back`, `store-forked`, `store-forged`, `store-behind-edges`, `journal-not-written`.</param>
/// <param name="Sentence">What is wrong, in a sentence.</param>
/// <param name="Remedy">What to do, in a sentence.</param>
/// <param name="Since">Since when it is known.</param>
internal sealed record Alarm(string Code, string Sentence, string Remedy, DateTimeOffset Since);
