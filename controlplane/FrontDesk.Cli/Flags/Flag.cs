using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FrontDesk.Cli.Flags;

/// <summary>Makes the flags, so that each kind of value is read, checked and refused in one way.</summary>
internal static class Flag
{
    /// <summary>On or off.</summary>
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>A text; null where it is not given.</summary>
    public static Option<string?> Text(string name, string placeholder, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = placeholder };

    /// <summary>Only these texts are taken, and offered for completion.</summary>
    public static Option<string?> OneOf(this Option<string?> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !values.Contains(result.Tokens[^1].Value))
            {
                result.AddError($"{option.Name} wants {string.Join(", ", values[..^1])} or {values[^1]}; it got '{result.Tokens[^1].Value}'");
            }
        });
        return option;
    }

    /// <summary>Any number of texts.</summary>
    public static Option<string[]> Texts(string name, string placeholder, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = placeholder, Arity = ArgumentArity.OneOrMore };

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>; null where it is not given.</summary>
    public static Option<uint?> Number(string name, string placeholder, string description, uint least = 0, uint most = uint.MaxValue) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => ReadNumber(result, name, least, most),
    };

    /// <summary>Reads a number; null, with the error told, where it is none in the range.</summary>
    public static uint? ReadNumber(ArgumentResult result, string name, uint least, uint most)
    {
        if (uint.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        var range = most == uint.MaxValue ? $"{least} or more" : $"{least} to {most}";
        result.AddError($"{name} wants a number, {range}; it got '{result.Tokens[0].Value}'");
        return null;
    }

    /// <summary>A duration from <paramref name="least"/> to <paramref name="most"/>; null where it is not given.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out var duration) && duration >= least && duration <= most)
            {
                return duration;
            }

            result.AddError(
                $"{name} wants a duration such as 500ms, 30s or 5m, from {DurationText.Format(least)} to {DurationText.Format(most)}; it got '{result.Tokens[0].Value}'");
            return null;
        },
    };

    /// <summary>`KEY=VALUE` pairs; the flag may be given again.</summary>
    public static Option<IReadOnlyDictionary<string, string>> Labels(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = null,
        CustomParser = result => ReadLabels(name, result),
    };

    private static Dictionary<string, string> ReadLabels(string name, ArgumentResult result)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
            {
                result.AddError($"{name} wants KEY=VALUE, as in {name} team=a; it got '{text}'");
                return labels;
            }

            labels[text[..equals]] = text[(equals + 1)..];
        }

        return labels;
    }
}
