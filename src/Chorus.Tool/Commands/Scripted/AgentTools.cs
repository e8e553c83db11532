using System.Text.Json.Nodes;
using Chorus.Processes;

namespace Chorus.Commands.Scripted;

/// <summary>What a tool call did: the response Claude Code would report, or an error.</summary>
internal sealed record ToolResult(JsonObject? Response, string Summary, string? Error);

/// <summary>The tools of the scripted agent. They really run.</summary>
internal static class AgentTools
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task<ToolResult> RunAsync(AgentCall call, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return call.Tool switch
            {
                "Bash" => await BashAsync(Text(call, "command"), folder, cancellationToken),
                "Write" => await WriteAsync(call, cancellationToken),
                "Edit" => await EditAsync(call, cancellationToken),
                "AskUserQuestion" => Answers(call.Input),
                "ExitPlanMode" => new ToolResult(new JsonObject { ["plan"] = Text(call, "plan"), ["isAgent"] = false }, "User has approved your plan.", null),
                _ => new ToolResult(call.Input.DeepClone().AsObject(), "Called as a script would.", null),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException) { return new ToolResult(null, "", failure.Message); }
    }

    private static async Task<ToolResult> BashAsync(string command, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessRequest("sh", ["-c", command]) { WorkingDirectory = folder, Timeout = Limit }, cancellationToken);
            var response = new JsonObject { ["stdout"] = result.Output.TrimEnd(), ["stderr"] = result.Error.TrimEnd(), ["interrupted"] = false, ["isImage"] = false, ["noOutputExpected"] = false };
            return new ToolResult(response, result.Output.Trim() is { Length: > 0 } said ? said : "(Bash completed with no output)", null);
        }
        catch (ProcessFailedException failure) { return new ToolResult(null, "", $"Exit code {failure.ExitCode}\n{failure.Error.Trim()}"); }
    }

    private static async Task<ToolResult> WriteAsync(AgentCall call, CancellationToken cancellationToken)
    {
        var (path, content) = (Text(call, "file_path"), Text(call, "content"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, cancellationToken);
        var response = new JsonObject { ["type"] = "create", ["filePath"] = path, ["content"] = content, ["structuredPatch"] = new JsonArray(), ["originalFile"] = null, ["userModified"] = false };
        return new ToolResult(response, $"File created successfully at: {path}", null);
    }

    private static async Task<ToolResult> EditAsync(AgentCall call, CancellationToken cancellationToken)
    {
        var (path, old, replacement) = (Text(call, "file_path"), Text(call, "old_string"), Text(call, "new_string"));
        var before = await File.ReadAllTextAsync(path, cancellationToken);
        var at = before.IndexOf(old, StringComparison.Ordinal);
        if (at < 0) { return new ToolResult(null, "", "String to replace not found in file."); }

        await File.WriteAllTextAsync(path, string.Concat(before.AsSpan(0, at), replacement, before.AsSpan(at + old.Length)), cancellationToken);
        var response = new JsonObject { ["filePath"] = path, ["oldString"] = old, ["newString"] = replacement, ["originalFile"] = before, ["structuredPatch"] = new JsonArray(), ["userModified"] = false, ["replaceAll"] = false };
        return new ToolResult(response, $"The file {path} has been updated successfully.", null);
    }

    private static ToolResult Answers(JsonObject input)
    {
        var said = input["answers"] is JsonObject answers ? answers.Select(answer => $"\"{answer.Key}\"=\"{answer.Value}\"") : [];
        return new ToolResult(input.DeepClone().AsObject(), $"User has answered your questions: {string.Join(", ", said)}", null);
    }

    private static string Text(AgentCall call, string name) => call.Input[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
