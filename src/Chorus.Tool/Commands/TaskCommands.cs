using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary><c>chorus task ...</c>: everything that may be done to a task, through the running server.</summary>
internal static class TaskCommands
{
    public static Command Create(Verbs verbs) => new("task", "Add tasks and steer them.")
    {
        TaskAddCommand.Create(verbs),
        List(verbs),
        Show(verbs),
        Edit(verbs),
        TaskStateCommands.Start(verbs),
        TaskStateCommands.Simple(verbs, "stop", "End the task's session; the conversation can be resumed.", HttpMethod.Delete, "run"),
        TaskStateCommands.Simple(verbs, "restart", "Start Claude Code anew in the same session and resume the conversation.", HttpMethod.Post, "restart"),
        TaskStateCommands.Simple(verbs, "interrupt", "Interrupt the running turn, like Esc.", HttpMethod.Post, "interrupt"),
        TaskStateCommands.Outcome(verbs, "complete", "completed"),
        TaskStateCommands.Outcome(verbs, "fail", "failed"),
        TaskStateCommands.Reopen(verbs),
        TaskStateCommands.Simple(verbs, "dismiss", "Put a task whose turn has ended aside; it comes back with its next change.", HttpMethod.Delete, "attention"),
        TaskStateCommands.Move(verbs),
        TaskStateCommands.Simple(verbs, "delete", "Delete a task that does not run.", HttpMethod.Delete, ""),
        Send(verbs),
        TaskWatchCommands.Wait(verbs),
        TaskWatchCommands.Screen(verbs),
        TaskWatchCommands.History(verbs),
    };

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
            var task = await call.Server.GetAsync(TaskPath.Of(parsed, id), cancellationToken);
            IReadOnlyList<JsonElement> messages = call.Json ? [] : [.. (await call.Server.GetAsync(TaskPath.Of(parsed, id, "messages"), cancellationToken)).Items()];
            await call.PrintAsync(task, shown => TaskText.Task(shown, messages, call.Now));
            return ExitCode.Done;
        });
    }

    private static Command Edit(Verbs verbs)
    {
        var id = Numbers.Task();
        var title = new Option<string?>("--title") { Description = "New title." };
        var fields = new TaskFields();
        var command = new Command("edit", "Change a task; once it has begun, only its title and its priority.") { id, title };
        fields.AddTo(command);
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var changes = await fields.ReadAsync(parsed, call.IO, cancellationToken);
            if (parsed.GetValue(title) is { } name) { changes["title"] = name; }
            if (changes.Count == 0) { throw new CommandFailure(ExitCode.WrongUsage, "Nothing to change. chorus task edit --help lists the options."); }

            await call.PrintAsync(await call.Server.SendAsync(HttpMethod.Put, TaskPath.Of(parsed, id), changes, cancellationToken), edited => TaskText.Task(edited, messages: [], call.Now));
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
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, TaskPath.Of(parsed, id, "messages"), body, cancellationToken));
            return ExitCode.Done;
        });
    }
}
