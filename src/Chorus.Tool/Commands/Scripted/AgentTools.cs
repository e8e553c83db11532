using System.Text.Json.Nodes;
using Chorus.Processes;

namespace Chorus.Commands.Scripted;

/// <summary>What a tool call did: the response Claude Code would report, or an error.</summary>
internal sealed record ToolResult(JsonObject? Response, string Summary, string? Error);

/// <summary>The two tools of the scripted agent. They really run.</summary>
internal static class AgentTools
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static Task<ToolResult> RunAsync(string tool, JsonObject input, string folder, CancellationToken cancellationToken) =>
        tool == "Bash" ? BashAsync(input["command"]!.GetValue<string>(), folder, cancellationToken) : WriteAsync(input, cancellationToken);

    private static async Task<ToolResult> BashAsync(string command, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessRequest("sh", ["-c", command]) { WorkingDirectory = folder, Timeout = Limit }, cancellationToken);
            if (result.ExitCode != 0) { return new ToolResult(null, "", $"Exit code {result.ExitCode}\n{result.Error.Trim()}"); }
            var response = new JsonObject { ["stdout"] = result.Output.TrimEnd(), ["stderr"] = result.Error.TrimEnd(), ["interrupted"] = false, ["isImage"] = false, ["noOutputExpected"] = false };
            return new ToolResult(response, result.Output.Trim() is { Length: > 0 } said ? said : "(Bash completed with no output)", null);
        }
        catch (ProcessFailedException failure) { return new ToolResult(null, "", $"Exit code {failure.ExitCode}\n{failure.Error.Trim()}"); }
    }

    private static async Task<ToolResult> WriteAsync(JsonObject input, CancellationToken cancellationToken)
    {
        var (path, content) = (input["file_path"]!.GetValue<string>(), input["content"]!.GetValue<string>());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, content, cancellationToken);
            var response = new JsonObject { ["type"] = "create", ["filePath"] = path, ["content"] = content, ["structuredPatch"] = new JsonArray(), ["originalFile"] = null, ["userModified"] = false };
            return new ToolResult(response, $"File created successfully at: {path}", null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { return new ToolResult(null, "", failure.Message); }
    }
}
