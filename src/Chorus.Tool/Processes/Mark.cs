using System.Globalization;

namespace Chorus.Processes;

/// <summary>What a mark stands for.</summary>
internal enum MarkKind
{
    Hidden,
    Spaces,
    Tabs,
    SpacesAndTabs,
    BlankLines,
    CombiningMarks,
}

/// <summary>A stretch of a text that a reader would not see, or not see rightly. The value is a code point for a hidden character, a count for everything else.</summary>
internal readonly record struct Mark(int Start, int Length, MarkKind Kind, int Value)
{
    /// <summary>What is shown instead, for instance <c>⟨U+202E⟩</c> or <c>⟨12 spaces⟩</c>.</summary>
    public string Text => $"⟨{(Kind is MarkKind.Hidden ? HiddenCharacters.Code(Value) : Counted)}⟩";

    /// <summary>What it is, for a warning.</summary>
    public string What => Kind switch
    {
        MarkKind.Hidden => $"hidden character {HiddenCharacters.Name(Value)}",
        MarkKind.CombiningMarks => $"{Counted} on one letter",
        _ => $"a gap of {Counted}",
    };

    public bool IsGap => Kind is not (MarkKind.Hidden or MarkKind.CombiningMarks);

    private string Counted => $"{Value.ToString(CultureInfo.InvariantCulture)} {Kind switch
    {
        MarkKind.Spaces => "spaces",
        MarkKind.Tabs => "tabs",
        MarkKind.SpacesAndTabs => "spaces and tabs",
        MarkKind.BlankLines => "blank lines",
        _ => "combining marks",
    }}";
}
