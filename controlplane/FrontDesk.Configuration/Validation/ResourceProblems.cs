using System.Globalization;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>Collects what is wrong with one resource.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="name">Its name.</param>
/// <param name="problems">Where the problems go.</param>
internal sealed class ResourceProblems(Kind kind, string name, ICollection<Problem> problems)
{
    /// <summary>The resource's name.</summary>
    public string Name { get; } = name;

    /// <summary>Tells something that must not stand.</summary>
    public void Error(string field, string message, string hint = "") => Add(Severity.Error, field, message, hint);

    /// <summary>Tells something that is let through.</summary>
    public void Warning(string field, string message, string hint = "") => Add(Severity.Warning, field, message, hint);

    /// <summary>Tells a list or map with too few or too many entries.</summary>
    public void CheckCount(string field, int count, int least, int most)
    {
        if (count < least || count > most)
        {
            Error(field, count == 0 ? "At least one must be given." : $"There are {count:N0}, but at most {most:N0} are allowed.");
        }
    }

    /// <summary>Tells a number outside its range.</summary>
    public void CheckRange(string field, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            Error(field, $"{value.ToString(CultureInfo.InvariantCulture)} is not in the range from {least} to {most}.");
        }
    }

    /// <summary>Tells a number outside its range; 0 is to say not written, and fine.</summary>
    public void CheckNumber(string field, uint value, uint least, uint most)
    {
        if (value != 0)
        {
            CheckRange(field, value, least, most);
        }
    }

    private void Add(Severity severity, string field, string message, string hint) =>
        problems.Add(new Problem { Severity = severity, Kind = kind, Name = Name, Field = field, Message = UserInfo.Hide(message), Hint = UserInfo.Hide(hint) });
}
