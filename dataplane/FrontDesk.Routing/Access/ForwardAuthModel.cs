namespace FrontDesk.Routing.Access;

/// <summary>A service that is asked whether to let a request in, compiled.</summary>
/// <param name="Service">The name of the service.</param>
/// <param name="Path">The path and query that it is asked for.</param>
/// <param name="Timeout">How long its answer may take.</param>
/// <param name="IdentityHeaders">Headers of its answer that the request gets.</param>
/// <param name="FailsOpen">Whether a request is let in where the service does not answer.</param>
public sealed record ForwardAuthModel(string Service, string Path, TimeSpan Timeout, string[] IdentityHeaders, bool FailsOpen) : RequirementModel
{
    /// <inheritdoc/>
    internal override IEnumerable<string> Headers => IdentityHeaders;

    /// <inheritdoc/>
    internal override string Doing => $"asks the service {Service} whether to let in";
}
