using System.Text;
using System.Text.Json;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary>Tasks and permission requests as plain text for a terminal; what agents wrote is shown with its controls visible.</summary>
internal static class TaskText
{
    private const int CellLimit = 72;

    public static string Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [heads, .. rows.Select(row => row.Select(cell => UntrustedText.SingleLine(cell, CellLimit)).ToList())];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    public static string Tasks(JsonElement tasks) => Table(
        ["ID", "STATUS", "PRIO", "TITLE", "DETAIL"],
        tasks.Items().Select(task => (IReadOnlyList<string>)[task.Text("id"), StatusWord(task), task.Text("priority"), task.Text("title"), Detail(task)]));

    public static string Permissions(JsonElement requests) => Table(
        ["ID", "TASK", "STATUS", "SUMMARY"],
        requests.Items().Select(request => (IReadOnlyList<string>)[request.Text("id"), request.Text("taskId"), request.Text("status"), request.Text("summary")]));

    /// <summary>The word the dashboard shows for a task, too.</summary>
    public static string StatusWord(JsonElement task)
    {
        var claude = task.Field("claude");
        return (task.Text("state"), claude.Text("status"), claude.Text("reason")) switch
        {
            ("completed", _, _) => "Done",
            ("failed", _, _) => "Failed",
            ("pending", _, _) => "Queued",
            (_, _, "limit") => "Limited",
            (_, "waiting", _) or (_, _, "error" or "login" or "trust" or "crashed" or "lost") => "Needs you",
            (_, "idle", "background") or (_, "busy" or "starting", _) => "Working",
            (_, "idle", _) => "Your turn",
            _ => "Stopped",
        };
    }

    public static string Task(JsonElement task)
    {
        var claude = task.Field("claude");
        var stack = task.Field("stack");
        (string Name, string Value)[] lines =
        [
            ("Task", $"{task.Text("id")}  {task.Text("title")}"),
            ("Status", Joined(" · ", StatusWord(task), claude.Text("reason"), claude.Text("detail"))),
            ("Since", claude.Text("since")),
            ("Attention", task.Field("attention").Text("text")),
            ("Priority", task.Text("priority")),
            ("After", string.Join(", ", task.Field("after").Items().Select(id => id.GetRawText()))),
            ("Session", task.Field("session").Text("name")),
            ("Claude", claude.Text("sessionId")),
            ("Stack", Joined(" · ", stack.Text("mode"), stack.Text("name"), stack.Text("note"))),
            ("Created", task.Text("createdAt")),
            ("Started", task.Text("startedAt")),
            ("Ended", task.Text("endedAt")),
            ("Result", task.Text("result")),
        ];
        var text = new StringBuilder();
        foreach (var (name, value) in lines.Where(line => line.Value.Length > 0))
        {
            text.Append(name.PadRight(11)).Append(UntrustedText.SingleLine(value, 500)).Append('\n');
        }

        var brief = task.Text("brief");
        return brief.Length == 0 ? text.ToString() : text.Append('\n').Append(UntrustedText.Visible(brief)).Append('\n').ToString();
    }

    private static string Detail(JsonElement task) =>
        task.Field("attention").Text("text") is { Length: > 0 } attention ? attention : task.Field("claude").Text("detail");

    private static string Joined(string separator, params string[] words) => string.Join(separator, words.Where(word => word.Length > 0));
}
