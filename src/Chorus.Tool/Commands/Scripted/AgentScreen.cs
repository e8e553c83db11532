using System.Text;

namespace Chorus.Commands.Scripted;

/// <summary>Draws the conversation and, below it, the input box or a dialog, with the lines Claude Code shows in the same state.</summary>
internal sealed class AgentScreen(Stream output, string name, Func<int> columns)
{
    private readonly Lock drawing = new();
    private int boxLines;
    private string typed = "";
    private string mode = "manual mode";
    private bool busy;
    private IReadOnlyList<string>? dialog;

    public void Say(params IReadOnlyList<string> lines) => Draw(lines);

    public void Type(string text)
    {
        lock (drawing) { typed = text; }
        Draw([]);
    }

    public void Show(bool isBusy, string permissionMode, IReadOnlyList<string>? question = null)
    {
        lock (drawing)
        {
            busy = isBusy;
            dialog = question;
            mode = permissionMode switch { "acceptEdits" => "accept edits", "plan" => "plan mode", "bypassPermissions" => "bypass permissions", "auto" => "auto mode", _ => "manual mode" };
        }

        Draw([]);
    }

    /// <summary>Leaves the conversation and takes the box away.</summary>
    public void Close(params IReadOnlyList<string> lines)
    {
        lock (drawing) { Write(Erase() + Lines(lines)); }
    }

    private void Draw(IReadOnlyList<string> said)
    {
        lock (drawing)
        {
            var width = Math.Max(columns(), 40);
            var box = dialog is null ? InputBox(width) : [.. dialog.Select(line => Cut(line, width)), "", " Esc to cancel", Rule(width)];
            var erase = Erase();
            boxLines = box.Count;
            // The title's glyph says working or not; the title itself was made by us.
            Write($"\x1b]2;{(busy && dialog is null ? '◐' : '✳')} {Plain(name)}\a{erase}{Lines(said)}{Lines(box)}");
        }
    }

    private List<string> InputBox(int width)
    {
        var lines = new List<string>();
        if (busy) { lines.Add("✻ Following the script… (1s)"); }
        lines.Add("");
        lines.Add(Rule(width));
        lines.AddRange(("❯ " + typed).Split('\n').TakeLast(12).Select(line => Cut(line, width)));
        lines.Add(Rule(width));
        lines.Add("  Scripted agent of Chorus: no model answers here");
        lines.Add($"  {(mode is "accept edits" or "auto mode" or "bypass permissions" ? "⏵⏵" : "⏸")} {mode} on{(busy ? " · esc to interrupt" : "")}");
        return lines;
    }

    private string Erase() => boxLines == 0 ? "" : $"\x1b[{boxLines}A\r\x1b[J";

    private static string Lines(IReadOnlyList<string> lines) => string.Concat(lines.SelectMany(line => line.Split('\n')).Select(line => Plain(line) + "\r\n"));

    private static string Rule(int width) => new('─', width - 1);

    private static string Cut(string line, int width) => line.Length < width ? line : line[..(width - 2)] + "…";

    private static string Plain(string line) => new([.. line.Where(letter => !char.IsControl(letter))]);

    private void Write(string text)
    {
        output.Write(Encoding.UTF8.GetBytes(text));
        output.Flush();
    }
}
