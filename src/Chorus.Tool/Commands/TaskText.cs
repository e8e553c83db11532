using System.Globalization;
using System.Text;
using System.Text.Json;
using Chorus.Processes;
using Chorus.Web.Views;

namespace Chorus.Commands;

/// <summary>Tasks as plain text for a terminal; what agents wrote is shown with its controls visible.</summary>
internal static class TaskText
{
    private const int LineLimit = 500;
    private const int MessagesShown = 5;

    /// <summary>One line a task.</summary>
    /// <param name="tasks">The tasks to list.</param>
    /// <param name="all">Every task of the project: what a queued one still waits for stands there.</param>
    /// <param name="now">The time ages are counted to.</param>
    public static string Tasks(IReadOnlyList<JsonElement> tasks, IReadOnlyList<JsonElement> all, DateTimeOffset now) => TextTable.Of(
        ["ID", "STATUS", "AGE", "PRIO", "WAITS", "TITLE", "DETAIL"],
        tasks.Select(task => (IReadOnlyList<string>)[task.Text("id"), task.Text("word"), Age(task, "since", now), task.Text("priority"), Waits(task, all), task.Text("title"), Detail(task)]));

    /// <summary>How long ago the time in this field was; empty when it has none.</summary>
    public static string Age(JsonElement element, string field, DateTimeOffset now) =>
        DateTimeOffset.TryParse(element.Text(field), CultureInfo.InvariantCulture, out var since) ? Ages.Words(since, now) : "";

    /// <summary>Everything of a task, with its last messages.</summary>
    /// <param name="task">As the server sent it.</param>
    /// <param name="messages">Newest first.</param>
    /// <param name="now">The time ages are counted to.</param>
    public static string Task(JsonElement task, IReadOnlyList<JsonElement> messages, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Lines(task, now).Where(line => line.Value.Length > 0))
        {
            text.Append(name.PadRight(11)).Append(UntrustedText.SingleLine(value, LineLimit)).Append('\n');
        }

        if (task.Text("brief") is { Length: > 0 } brief) { text.Append('\n').Append(UntrustedText.Visible(brief)).Append('\n'); }
        if (messages.Count > 0) { text.Append('\n').Append(Messages(messages, now)); }
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Lines(JsonElement task, DateTimeOffset now)
    {
        var claude = task.Field("claude");
        var stack = task.Field("stack");
        return
        [
            ("Task", $"{task.Text("id")}  {task.Text("title")}"),
            ("Status", Joined(" · ", task.Text("word"), claude.Text("reason"), claude.Text("detail"))),
            ("Since", Joined(" · ", task.Text("since"), Age(task, "since", now))),
            ("Attention", task.Field("attention").Text("text")),
            ("Priority", task.Text("priority")),
            ("After", string.Join(", ", After(task))),
            ("Mode", task.Text("permissionMode")),
            ("Model", task.Text("model")),
            ("Session", task.Field("session").Text("name")),
            ("Claude", claude.Text("sessionId")),
            ("Stack", Joined(" · ", stack.Text("mode"), stack.Text("name"), stack.Text("note"))),
            ("Created", task.Text("createdAt")),
            ("Started", task.Text("startedAt")),
            ("Ended", task.Text("endedAt")),
            ("Result", task.Text("result")),
        ];
    }

    private static string Messages(IReadOnlyList<JsonElement> messages, DateTimeOffset now) => TextTable.Of(
        ["MESSAGE", "AGE", "TEXT"],
        messages.Take(MessagesShown).Reverse().Select(message => (IReadOnlyList<string>)[message.Text("state"), Age(message, "createdAt", now), message.Text("text")]));

    /// <summary>The tasks that a queued one must still see completed.</summary>
    private static string Waits(JsonElement task, IReadOnlyList<JsonElement> all) => task.Text("state") != "pending"
        ? ""
        : string.Join(", ", After(task).Where(id => all.Any(other => other.Text("id") == id && other.Text("state") != "completed")));

    private static IEnumerable<string> After(JsonElement task) => task.Field("after").Items().Select(id => id.GetRawText());

    private static string Detail(JsonElement task) =>
        task.Field("attention").Text("text") is { Length: > 0 } attention ? attention : task.Field("claude").Text("detail");

    private static string Joined(string separator, params string[] words) => string.Join(separator, words.Where(word => word.Length > 0));
}
