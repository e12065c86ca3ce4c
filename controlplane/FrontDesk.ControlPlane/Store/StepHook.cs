namespace FrontDesk.ControlPlane.Store;

/// <summary>Called before and after every write to the store, with a word on which; a test throws from it as if the process ended there.</summary>
internal delegate void StepHook(string step);
