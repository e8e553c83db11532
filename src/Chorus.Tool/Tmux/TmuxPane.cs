using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Chorus.Tmux;

/// <summary>A pane as tmux lists it. A dead pane may have neither exit status nor signal: tmux sometimes misses them.</summary>
public sealed record TmuxPane(
    string SessionName,
    string SessionId,
    string PaneId,
    int PanePid,
    bool Dead,
    int? ExitStatus,
    int? Signal,
    long WindowActivity,
    string Title,
    bool InMode,
    int Attached,
    string? Task,
    string? Project)
{
    /// <summary>Columns for <c>list-panes -F</c>, numbers first: free text at the end cannot pass for one.</summary>
    internal const string Format =
        "#{session_id}\t#{pane_id}\t#{pane_pid}\t#{pane_dead}\t#{pane_dead_status}\t#{pane_dead_signal}\t#{window_activity}\t"
        + "#{pane_in_mode}\t#{session_attached}\t#{session_name}\t#{@chorus_task}\t#{@chorus_project}\t#{pane_title}";

    private const int Columns = 13;

    /// <summary>Reads one row of <see cref="Format"/>; false for anything else.</summary>
    internal static bool TryParse(string row, [NotNullWhen(true)] out TmuxPane? pane)
    {
        pane = null;
        var cells = row.Split('\t', Columns);
        if (cells.Length < Columns || Number(cells[2]) is not { } pid || Number(cells[6]) is not { } activity) { return false; }

        pane = new TmuxPane(
            SessionName: cells[9],
            SessionId: cells[0],
            PaneId: cells[1],
            PanePid: (int)pid,
            Dead: cells[3] == "1",
            ExitStatus: (int?)Number(cells[4]),
            Signal: SignalNumber(cells[5]),
            WindowActivity: activity,
            Title: cells[12],
            InMode: Number(cells[7]) > 0,
            Attached: (int)(Number(cells[8]) ?? 0),
            Task: NullIfEmpty(cells[10]),
            Project: NullIfEmpty(cells[11]));
        return true;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // tmux says a number where the C library has no table of signal names (Linux), else a name (macOS).
    private static int? SignalNumber(string text) => text switch
    {
        "HUP" => 1,
        "INT" => 2,
        "QUIT" => 3,
        "ILL" => 4,
        "TRAP" => 5,
        "ABRT" => 6,
        "FPE" => 8,
        "KILL" => 9,
        "SEGV" => 11,
        "PIPE" => 13,
        "ALRM" => 14,
        "TERM" => 15,
        _ => (int?)Number(text),
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
