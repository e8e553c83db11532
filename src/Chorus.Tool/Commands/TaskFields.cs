using System.CommandLine;
using System.Text.Json;
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
    }

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

    /// <summary>The fields of a task as the server sent it.</summary>
    public static JsonObject Of(JsonElement task)
    {
        var fields = new JsonObject();
        foreach (var name in new[] { "title", "brief", "priority", "after", "permissionMode", "model" })
        {
            if (task.Field(name) is { ValueKind: not JsonValueKind.Undefined } value) { fields[name] = JsonNode.Parse(value.GetRawText()); }
        }

        if (task.Field("stack").Text("mode") is { Length: > 0 } mode) { fields["stackMode"] = mode; }
        return fields;
    }

    private async Task<string?> BriefAsync(ParseResult parsed, CommandIO io, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(brief) is not null && parsed.GetValue(briefFile) is not null)
        {
            throw new CommandFailure(ExitCode.WrongUsage, "There are two briefs. Give --brief or --brief-file.");
        }

        if (parsed.GetValue(briefFile) is not { } file)
        {
            return parsed.GetValue(brief) is { } words ? await io.TextAsync(words, cancellationToken) : null;
        }

        if (file == "-") { return await io.Input.ReadToEndAsync(cancellationToken); }
        try { return await File.ReadAllTextAsync(Path.Combine(io.Folder, file), cancellationToken); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"The brief cannot be read: {failure.Message}");
        }
    }
}
