using FrontDesk.Admin.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>An operator's word on what is true after the store was found not to be the continuation of what was seen.</summary>
/// <param name="Author">The operator.</param>
/// <param name="Message">Why, for the history.</param>
/// <param name="FromJournal">The configuration as this control plane's journal has it; else as the store has it.</param>
/// <param name="IfWhole">Also where nothing is wrong: all of the store is replaced.</param>
/// <param name="Audit">What the audit log is to say of it; null: nothing.</param>
internal sealed record EpochStart(string Author, string Message, bool FromJournal, bool IfWhole = false, AuditEntry? Audit = null);
