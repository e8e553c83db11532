namespace Chorus.Processes;

/// <summary>A part of a foreign text: as it came, or something nobody would see together with the mark that is shown in its place.</summary>
public readonly record struct TextRun(string Source, string? Mark = null)
{
    public bool IsMark => Mark is not null;

    public string Shown => Mark ?? Source;
}
