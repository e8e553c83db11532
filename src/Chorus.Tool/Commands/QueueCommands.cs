using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus queue ...</c>: which tasks start next, and whether they start by themselves.</summary>
internal static class QueueCommands
{
    public static Command Create(Verbs verbs) => Show(verbs, new Command("queue", "See the queue, pause it, resume it.")
    {
        Show(verbs, new Command("show", "Show how the queue stands and who is next.")),
        Pause(verbs, "pause", "Let no task start by itself until the queue is resumed; what runs goes on.", isPaused: true),
        Pause(verbs, "resume", "Let tasks start by themselves again.", isPaused: false),
    });

    private static Command Show(Verbs verbs, Command command) => verbs.With(command, async (_, call, cancellationToken) =>
    {
        var queue = await call.Server.GetAsync("queue", cancellationToken);
        IReadOnlyList<JsonElement> tasks = call.Json ? [] : [.. (await call.Server.GetAsync("tasks", cancellationToken)).Items()];
        await call.PrintAsync(queue, shown => Text(shown, tasks, call.Now));
        return ExitCode.Done;
    });

    private static Command Pause(Verbs verbs, string name, string description, bool isPaused) => verbs.With(new Command(name, description), async (_, call, cancellationToken) =>
    {
        await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Put, "queue", new JsonObject { ["paused"] = isPaused }, cancellationToken));
        return ExitCode.Done;
    });

    private static string Text(JsonElement queue, IReadOnlyList<JsonElement> tasks, DateTimeOffset now)
    {
        var queued = tasks.Where(task => task.Text("state") == "pending").ToList();
        var room = $"{queue.Text("running")} of at most {queue.Text("maxRunning")} tasks run.";
        var how = (queue.Text("paused"), queue.Text("autoStart")) switch
        {
            ("true", _) => "The queue is paused: no task starts by itself.",
            (_, "false") => "No task starts by itself ([queue] auto_start is off).",
            _ => "Tasks start by themselves.",
        };
        return $"{how} {room}\n\n{(queued.Count == 0 ? "Nothing is queued.\n" : TaskText.Tasks(queued, tasks, now))}";
    }
}
