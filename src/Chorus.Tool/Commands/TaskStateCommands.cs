using System.CommandLine;
using System.Text.Json.Nodes;

namespace Chorus.Commands;

/// <summary>The verbs of <c>chorus task</c> that change where a task stands; they are silent when it worked.</summary>
internal static class TaskStateCommands
{
    public static Command Simple(Verbs verbs, string name, string description, HttpMethod method, string resource)
    {
        var id = Numbers.Task();
        return verbs.With(new Command(name, description) { id }, async (parsed, call, cancellationToken) =>
        {
            await call.PrintIfJsonAsync(await call.Server.SendAsync(method, TaskPath.Of(parsed, id, resource), null, cancellationToken));
            return ExitCode.Done;
        });
    }

    public static Command Start(Verbs verbs)
    {
        var id = Numbers.Task();
        var anyway = new Option<bool>("--anyway") { Description = "Also when it waits for tasks that are not completed." };
        return verbs.With(new Command("start", "Start a session that works on the task.") { id, anyway }, async (parsed, call, cancellationToken) =>
        {
            var body = parsed.GetValue(anyway) ? new JsonObject { ["anyway"] = true } : null;
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, TaskPath.Of(parsed, id, "run"), body, cancellationToken));
            return ExitCode.Done;
        });
    }

    public static Command Outcome(Verbs verbs, string name, string outcome)
    {
        var id = Numbers.Task();
        var note = new Option<string?>("--note") { Description = "What came of it." };
        return verbs.With(new Command(name, $"End the task as {outcome}.") { id, note }, async (parsed, call, cancellationToken) =>
        {
            var body = new JsonObject { ["outcome"] = outcome, ["note"] = parsed.GetValue(note) };
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, TaskPath.Of(parsed, id, "outcome"), body, cancellationToken));
            return ExitCode.Done;
        });
    }

    public static Command Reopen(Verbs verbs)
    {
        var id = Numbers.Task();
        return verbs.With(new Command("reopen", "Take a completed or failed task up again; its conversation is resumed.") { id }, async (parsed, call, cancellationToken) =>
        {
            var body = new JsonObject { ["outcome"] = "reopened" };
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Post, TaskPath.Of(parsed, id, "outcome"), body, cancellationToken));
            return ExitCode.Done;
        });
    }

    public static Command Move(Verbs verbs)
    {
        var id = Numbers.Task();
        var before = Numbers.TaskOption("--before", "Queued task to stand right before; its priority is taken over.");
        var last = new Option<bool>("--last") { Description = "To the end of the queue." };
        var command = new Command("move", "Give a queued task another place in the queue.") { id, before, last };
        command.Refuse(given => given.Has(before) == given.Has(last) ? "Give --before OTHER, or --last." : null);
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var body = new JsonObject { ["before"] = parsed.GetValue(before) };
            await call.PrintIfJsonAsync(await call.Server.SendAsync(HttpMethod.Put, TaskPath.Of(parsed, id, "position"), body, cancellationToken));
            return ExitCode.Done;
        });
    }
}
