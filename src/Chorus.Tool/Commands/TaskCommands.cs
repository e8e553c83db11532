using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus task ...</c>: everything that may be done to a task, through the running server.</summary>
internal static class TaskCommands
{
    public static Command Create(Verbs verbs) => new("task", "Add tasks and steer them.")
    {
        Add(verbs),
        List(verbs),
        Show(verbs),
        Edit(verbs),
        Simple(verbs, "start", "Start a session that works on the task.", HttpMethod.Post, "run"),
        Simple(verbs, "stop", "End the task's session; the conversation can be resumed.", HttpMethod.Delete, "run"),
        Simple(verbs, "restart", "Start Claude Code anew in the same session and resume the conversation.", HttpMethod.Post, "restart"),
        Simple(verbs, "interrupt", "Interrupt the running turn, like Esc.", HttpMethod.Post, "interrupt"),
        Simple(verbs, "delete", "Delete a task that does not run.", HttpMethod.Delete, ""),
        Outcome(verbs, "complete", "completed"),
        Outcome(verbs, "fail", "failed"),
        Send(verbs),
        Wait(verbs),
        Screen(verbs),
    };

    private static Command Add(Verbs verbs)
    {
        var title = new Argument<string>("title") { Description = "One line that names the task." };
        var fields = new TaskFields();
        var start = new Option<bool>("--start") { Description = "Start it at once." };
        var command = new Command("add", "Add a task.") { title, start };
        fields.AddTo(command);
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var body = await fields.ReadAsync(parsed, call.IO, cancellationToken);
            body["title"] = parsed.GetRequiredValue(title);
            body["start"] = parsed.GetValue(start);
            var task = await call.Server.SendAsync(HttpMethod.Post, "tasks", body, cancellationToken);
            await call.PrintAsync(task, added => $"Task {added.Text("id")} added: {UntrustedText.SingleLine(added.Text("title"), 200)}\n");
            return ExitCode.Done;
        });
    }

    private static Command List(Verbs verbs)
    {
        var state = new Option<string?>("--state") { Description = "Only tasks in this state." };
        state.AcceptOnlyFromAmong("pending", "running", "completed", "failed");
        return verbs.With(new Command("list", "List the tasks, most urgent first.") { state }, async (parsed, call, cancellationToken) =>
        {
            var only = parsed.GetValue(state);
            // A reader is also told what a task waits for, and that may be in another state.
            var path = call.Json && only is not null ? $"tasks?state={only}" : "tasks";
            await call.PrintAsync(await call.Server.GetAsync(path, cancellationToken), answer =>
            {
                var all = answer.Items().ToList();
                return TaskText.Tasks([.. all.Where(task => only is null || task.Text("state") == only)], all, call.Now);
            });
            return ExitCode.Done;
        });
    }

    private static Command Show(Verbs verbs)
    {
        var id = Numbers.Task();
        return verbs.With(new Command("show", "Show a task with its brief and its last messages.") { id }, async (parsed, call, cancellationToken) =>
        {
            var task = await call.Server.GetAsync(Path(parsed, id), cancellationToken);
            IReadOnlyList<JsonElement> messages = call.Json ? [] : [.. (await call.Server.GetAsync(Path(parsed, id, "messages"), cancellationToken)).Items()];
            await call.PrintAsync(task, shown => TaskText.Task(shown, messages, call.Now));
            return ExitCode.Done;
        });
    }

    private static Command Edit(Verbs verbs)
    {
        var id = Numbers.Task();
        var title = new Option<string?>("--title") { Description = "New title." };
        var fields = new TaskFields();
        var command = new Command("edit", "Change a task that has not started.") { id, title };
        fields.AddTo(command);
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var changes = await fields.ReadAsync(parsed, call.IO, cancellationToken);
            if (parsed.GetValue(title) is { } name) { changes["title"] = name; }
            if (changes.Count == 0) { throw new CommandFailure(ExitCode.WrongUsage, "Nothing to change. chorus task edit --help lists the options."); }

            // PUT replaces the task, so what is not changed is sent as it is.
            var body = TaskFields.Of(await call.Server.GetAsync(Path(parsed, id), cancellationToken));
            foreach (var (key, value) in changes) { body[key] = value?.DeepClone(); }
            await call.PrintAsync(await call.Server.SendAsync(HttpMethod.Put, Path(parsed, id), body, cancellationToken), edited => TaskText.Task(edited, messages: [], call.Now));
            return ExitCode.Done;
        });
    }

    private static Command Simple(Verbs verbs, string name, string description, HttpMethod method, string resource)
    {
        var id = Numbers.Task();
        return verbs.With(new Command(name, description) { id }, async (parsed, call, cancellationToken) =>
        {
            await call.PrintIfJsonAsync(await call.Server.SendAsync(method, Path(parsed, id, resource), null, cancellationToken));
            return ExitCode.Done;
        });
    }

    private static Command Outcome(Verbs verbs, string name, string outcome)
    {
        var id = Numbers.Task();
        var note = new Option<string?>("--note") { Description = "What came of it." };
        return verbs.With(new Command(name, $"End the task as {outcome}.") { id, note }, async (parsed, call, cancellationToken) =>
        {
            var body = new JsonObject { ["outcome"] = outcome, ["note"] = parsed.GetValue(note) };
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, Path(parsed, id, "outcome"), body, cancellationToken));
            return ExitCode.Done;
        });
    }

    private static Command Send(Verbs verbs)
    {
        var id = Numbers.Task();
        var text = new Argument<string>("text") { Description = "The message, letter by letter; - reads it from stdin." };
        return verbs.With(new Command("send", "Send a message to the task's agent.") { id, text }, async (parsed, call, cancellationToken) =>
        {
            var body = new JsonObject { ["text"] = await call.IO.TextAsync(parsed.GetRequiredValue(text), cancellationToken) };
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, Path(parsed, id, "messages"), body, cancellationToken));
            return ExitCode.Done;
        });
    }

    private static Command Wait(Verbs verbs)
    {
        var id = Numbers.Task();
        var what = new Option<string>("--for") { Description = "What to wait for.", Required = true };
        what.AcceptOnlyFromAmong("idle", "attention", "done");
        var timeout = Numbers.Option("--timeout", "Seconds to wait at most; then the exit code is 1.", lowest: 0);
        return verbs.With(new Command("wait", "Wait until a task is idle, needs attention or is done.") { id, what, timeout }, async (parsed, call, cancellationToken) =>
        {
            var begun = call.IO.Clock.GetTimestamp();
            JsonElement answer;
            do
            {
                // The server holds one request for a minute at most.
                var query = $"wait?for={parsed.GetRequiredValue(what)}";
                if (Left() is { } seconds) { query += $"&timeout={seconds}"; }
                answer = await call.Server.GetAsync(Path(parsed, id, query), cancellationToken);
            }
            while (answer.Field("met").ValueKind is not JsonValueKind.True && Left() is not 0);

            int? Left() => parsed.GetValue(timeout) is { } limit ? Math.Max(0, limit - (int)call.IO.Clock.GetElapsedTime(begun).TotalSeconds) : null;
            var word = answer.Field("task").Text("word");
            await call.PrintAsync(answer, _ => $"{word}\n");
            return answer.Field("met").ValueKind is JsonValueKind.True
                ? ExitCode.Done
                : throw new CommandFailure(ExitCode.Failed, $"Task {parsed.GetValue(id)} did not come to '{parsed.GetValue(what)}' within {parsed.GetValue(timeout)} s; it is: {word}. Wait longer, or look: chorus task show {parsed.GetValue(id)}");
        });
    }

    private static Command Screen(Verbs verbs)
    {
        var id = Numbers.Task();
        return verbs.With(new Command("screen", "Show what the task's session shows.") { id }, async (parsed, call, cancellationToken) =>
        {
            await call.PrintAsync(
                await call.Server.GetAsync(Path(parsed, id, "screen"), cancellationToken),
                screen => UntrustedText.Visible(screen.Text("text")).TrimEnd() + "\n");
            return ExitCode.Done;
        });
    }

    private static string Path(ParseResult parsed, Argument<long> id, string resource = "")
    {
        var task = "tasks/" + parsed.GetRequiredValue(id).ToString(CultureInfo.InvariantCulture);
        return resource.Length == 0 ? task : $"{task}/{resource}";
    }
}
