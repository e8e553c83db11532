using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Chorus.Configuration;

/// <summary>
/// A TOML file as a flat list of keys with their values and places. Typed getters note what does not fit; keys nobody asked for are unknown.
/// Works on the syntax tree, because only there every value still knows its line and column.
/// </summary>
internal sealed class TomlKeys
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<(string Name, SourceSpan Span)> emptyTables = [];
    private readonly string file;

    private TomlKeys(string file) => this.file = file;

    public List<ConfigurationProblem> Problems { get; } = [];
    public List<ConfigurationProblem> Warnings { get; } = [];

    public static TomlKeys Parse(string text, string file)
    {
        var keys = new TomlKeys(file);
        var document = SyntaxParser.Parse(text, file, validate: true);
        foreach (var message in document.Diagnostics.Where(message => message.Kind is DiagnosticMessageKind.Error))
        {
            keys.Problem(message.Span, message.Message);
        }

        if (!document.HasErrors)
        {
            keys.Add("", document.KeyValues);
            foreach (var table in document.Tables)
            {
                var name = table is TableArraySyntax ? Name(table.Name!) + "[]" : Name(table.Name!);
                keys.Add(name + ".", table.Items);
                if (table.Items.ChildrenCount == 0)
                {
                    keys.emptyTables.Add((name, table.Name!.Span));
                }
            }
        }

        return keys;
    }

    /// <summary>The value when the key is there and has the right type; else null, with the problem noted.</summary>
    public string? Text(string key) => Get<StringValueSyntax>(key, "a text in quotes")?.Value;

    public bool? Flag(string key) => Get<BooleanValueSyntax>(key, "true or false")?.Value;

    public int? Integer(string key, int least, int most)
    {
        if (Get<IntegerValueSyntax>(key, "a whole number") is not { } value)
        {
            return null;
        }

        if (value.Value < least || value.Value > most)
        {
            Problem(value.Span, $"{key} must be between {least} and {most}");
            return null;
        }

        return (int)value.Value;
    }

    public double? Number(string key, double least, double most)
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        double? number = entry.Value switch { IntegerValueSyntax whole => whole.Value, FloatValueSyntax real => real.Value, _ => null };
        if (number is null || !(number >= least && number <= most))
        {
            Problem(entry.Value.Span, $"{key} must be a number between {least} and {most}");
            return null;
        }

        return number;
    }

    public string? OneOf(string key, params string[] allowed)
    {
        if (Get<StringValueSyntax>(key, "a text in quotes") is not { Value: { } word } value)
        {
            return null;
        }

        if (allowed.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        Problem(value.Span, $"{key} must be one of {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>A list of texts, each with its place.</summary>
    public IReadOnlyList<(string Text, SourceSpan Span)>? Texts(string key)
    {
        if (Get<ArraySyntax>(key, "a list of texts in quotes") is not { } array)
        {
            return null;
        }

        var texts = new List<(string, SourceSpan)>();
        foreach (var item in array.Items)
        {
            if (item.Value is StringValueSyntax { Value: { } text })
            {
                texts.Add((text, item.Value.Span));
            }
            else
            {
                Problem(item.Span, $"{key} must be a list of texts in quotes");
            }
        }

        return texts;
    }

    /// <summary>Notes the problem at the key's value.</summary>
    public void Problem(string key, string what)
    {
        if (entries.TryGetValue(key, out var entry))
        {
            Problem(entry.Value.Span, what);
        }
    }

    public void Problem(SourceSpan span, string what) => Problems.Add(At(span, what));

    public void Warn(SourceSpan span, string what) => Warnings.Add(At(span, what));

    /// <summary>After all getters: every key that none of them asked for is unknown, and so is a table that none of their keys lies in.</summary>
    public void RefuseUnknown()
    {
        foreach (var (key, entry) in entries.Where(entry => !asked.Contains(entry.Key)))
        {
            var near = asked.MinBy(known => Distance(known, key));
            var hint = near is not null && Distance(near, key) <= 3 ? $"; did you mean {near}?" : "";
            Problem(entry.Span, $"unknown key {key}{hint}");
        }

        var tables = asked.SelectMany(key => key.Select((letter, index) => letter == '.' ? key[..index] : "")).Where(table => table.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, span) in emptyTables.Where(table => !tables.Contains(table.Name)))
        {
            var near = tables.MinBy(known => Distance(known, name));
            var hint = near is not null && Distance(near, name) <= 3 ? $"; did you mean [{near}]?" : "";
            Problem(span, $"unknown table [{name}]{hint}");
        }
    }

    private T? Get<T>(string key, string wanted)
        where T : ValueSyntax
    {
        asked.Add(key);
        if (!entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (entry.Value is T value)
        {
            return value;
        }

        Problem(entry.Value.Span, $"{key} must be {wanted}");
        return null;
    }

    private void Add(string prefix, SyntaxList<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            Add(prefix, pair);
        }
    }

    private void Add(string prefix, KeyValueSyntax pair)
    {
        var key = prefix + Name(pair.Key!);
        if (pair.Value is InlineTableSyntax inline)
        {
            if (inline.Items.ChildrenCount == 0)
            {
                emptyTables.Add((key, pair.Key!.Span));
            }

            foreach (var item in inline.Items)
            {
                Add(key + ".", item.KeyValue!);
            }

            return;
        }

        if (!entries.TryAdd(key, new Entry(pair.Value!, pair.Key!.Span)))
        {
            Problem(pair.Key.Span, $"{key} stands here a second time");
        }
    }

    private ConfigurationProblem At(SourceSpan span, string what) => new(file, span.Start.Line + 1, span.Start.Column + 1, what);

    private static string Name(KeySyntax key) => string.Join('.', key.DotKeys.Select(dot => Part(dot.Key!)).Prepend(Part(key.Key!)));

    private static string Part(BareKeyOrStringValueSyntax part) => part switch
    {
        BareKeySyntax bare => bare.Key!.Text!,
        StringValueSyntax quoted => quoted.Value!,
        _ => part.ToString()!.Trim(),
    };

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private sealed record Entry(ValueSyntax Value, SourceSpan Span);
}
