namespace FrontDesk.ControlPlane.Fleet;

/// <summary>What is logged about single nodes: events 1450 to 1469.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(1450, LogLevel.Warning, "Operator {Operator} revoked node {Node}.")]
    public static partial void Revoked(ILogger log, string @operator, string node);

    [LoggerMessage(1451, LogLevel.Information, "Operator {Operator} removed node {Node}.")]
    public static partial void Removed(ILogger log, string @operator, string node);

    [LoggerMessage(1452, LogLevel.Information, "Operator {Operator} {What} node {Node}.")]
    public static partial void Drained(ILogger log, string @operator, string what, string node);

    [LoggerMessage(1453, LogLevel.Information, "Operator {Operator} moved node {Node} from group {From} to group {To}.")]
    public static partial void Moved(ILogger log, string @operator, string node, string from, string to);

    [LoggerMessage(1454, LogLevel.Information, "Node {Node} was forgotten: its certificate lapsed at {NotAfter:u} and can be renewed no more.")]
    public static partial void Forgotten(ILogger log, string node, DateTime notAfter);

    [LoggerMessage(1455, LogLevel.Warning, "Nodes that are long gone could not be forgotten now; trying again in an hour.")]
    public static partial void NotForgotten(ILogger log, Exception error);
}
