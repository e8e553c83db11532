namespace Chorus.Claude;

/// <summary>Which kind of signal decided a status.</summary>
public enum StatusSource
{
    Chorus,
    Hook,
    Registry,
    Pane,
    Screen,
}
