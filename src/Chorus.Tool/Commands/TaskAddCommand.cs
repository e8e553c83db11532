using System.CommandLine;
using Chorus.Processes;

namespace Chorus.Commands;

/// <summary><c>chorus task add</c>: one task, or one for each line of a file.</summary>
internal static class TaskAddCommand
{
    public static Command Create(Verbs verbs)
    {
        var title = new Argument<string?>("title") { Description = "One line that names the task.", Arity = ArgumentArity.ZeroOrOne };
        var titles = new Option<string?>("--titles-file") { Description = "Instead of a title: a file with one title per line, each a task of its own; - reads it from stdin." };
        var fields = new TaskFields();
        var start = new Option<bool>("--start") { Description = "Start it at once." };
        var command = new Command("add", "Add a task, or many.") { title, titles, start };
        fields.AddTo(command);
        command.Refuse(given => (given.Has(title), given.Has(titles)) switch
        {
            (true, true) or (false, false) => "Give a title, or --titles-file.",
            _ => given.Has(titles, "-") && fields.ReadInput(given) ? "The titles and the brief cannot both come from stdin." : null,
        });
        return verbs.With(command, async (parsed, call, cancellationToken) =>
        {
            var file = parsed.GetValue(titles);
            var body = await fields.ReadAsync(parsed, call.IO, cancellationToken);
            if (file is null) { body["title"] = parsed.GetValue(title); }
            else { body["titles"] = await TitlesAsync(call.IO, file, cancellationToken); }
            body["start"] = parsed.GetValue(start);
            var added = await call.Server.SendAsync(HttpMethod.Post, "tasks", body, cancellationToken);
            await call.PrintAsync(added, answer => string.Concat((file is null ? [answer] : answer.Items()).Select(task => $"Task {task.Text("id")} added: {UntrustedText.SingleLine(task.Text("title"), 200)}\n")));
            return ExitCode.Done;
        });
    }

    private static async Task<string> TitlesAsync(CommandIO io, string file, CancellationToken cancellationToken)
    {
        var titles = await io.FileAsync(file, "The file with the titles", cancellationToken);
        return string.IsNullOrWhiteSpace(titles) ? throw new CommandFailure(ExitCode.WrongUsage, "There is no title to add: one line is one task.") : titles;
    }
}
