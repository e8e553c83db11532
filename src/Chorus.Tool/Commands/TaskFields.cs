using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Chorus.Configuration;

namespace Chorus.Commands;

/// <summary>The options that <c>task add</c> and <c>task edit</c> share, and the JSON they stand for.</summary>
internal sealed class TaskFields
{
    private readonly Option<string?> brief = new("--brief") { Description = "What is wanted, in markdown; - reads it from stdin." };
    private readonly Option<string?> briefFile = new("--brief-file") { Description = "File with the brief; - reads it from stdin." };
    private readonly Option<int?> priority = Numbers.Option("--priority", "Higher is more urgent; 0 is normal.");
    private readonly Option<long[]> after = Numbers.Tasks("--after", "Task that must be completed first; may be repeated.");
    private readonly Option<string?> permissionMode = new("--permission-mode") { Description = "What its agent may do without asking." };
    private readonly Option<string?> model = new("--model") { Description = "Model the agent uses." };
    private readonly Option<string?> stackMode = new("--stack-mode") { Description = "Where its commits go." };

    public TaskFields()
    {
        permissionMode.AcceptOnlyFromAmong([.. ClaudeOptions.PermissionModes]);
        stackMode.AcceptOnlyFromAmong("auto", "gitbutler", "worktree", "none");
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { brief, briefFile, priority, after, permissionMode, model, stackMode }) { command.Add(option); }
        command.Refuse(given => given.Has(brief) && given.Has(briefFile) ? "There are two briefs. Give --brief or --brief-file." : null);
    }

    /// <summary>Whether the brief comes from stdin.</summary>
    public bool ReadInput(CommandResult command) => command.Has(brief, "-") || command.Has(briefFile, "-");

    /// <summary>Only what was given on the command line.</summary>
    public async Task<JsonObject> ReadAsync(ParseResult parsed, CommandIO io, CancellationToken cancellationToken)
    {
        var fields = new JsonObject();
        if (await BriefAsync(parsed, io, cancellationToken) is { } text) { fields["brief"] = text; }
        if (parsed.GetValue(priority) is { } number) { fields["priority"] = number; }
        if (parsed.GetValue(after) is { Length: > 0 } tasks) { fields["after"] = new JsonArray([.. tasks.Select(task => (JsonNode)task)]); }
        if (parsed.GetValue(permissionMode) is { } mode) { fields["permissionMode"] = mode; }
        if (parsed.GetValue(model) is { } name) { fields["model"] = name; }
        if (parsed.GetValue(stackMode) is { } stack) { fields["stackMode"] = stack; }
        return fields;
    }

    private async Task<string?> BriefAsync(ParseResult parsed, CommandIO io, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(briefFile) is { } file) { return await io.FileAsync(file, "The brief", cancellationToken); }
        return parsed.GetValue(brief) is { } words ? await io.TextAsync(words, cancellationToken) : null;
    }
}
