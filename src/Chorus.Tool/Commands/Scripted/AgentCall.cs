using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>A tool call as Claude Code's model would make it.</summary>
internal sealed record AgentCall(string Tool, JsonObject Input)
{
    private const string Question = "AskUserQuestion";
    private const string Plan = "ExitPlanMode";

    public bool IsQuestion => Tool == Question;

    public bool IsPlan => Tool == Plan;

    /// <summary>The labels to choose from in a question.</summary>
    public IReadOnlyList<string> Labels => IsQuestion ? [.. Input["questions"]![0]!["options"]!.AsArray().Select(option => option!["label"]!.GetValue<string>())] : [];

    /// <summary>What it is about, in few words.</summary>
    public string Subject => (Input["command"] ?? Input["file_path"] ?? Input["plan"] ?? Input["questions"]?[0]?["question"])?.GetValue<string>() ?? "";

    /// <summary>The call a directive stands for; null for one that calls no tool.</summary>
    public static AgentCall? For(Directive directive, AgentFiles files) => directive.Name switch
    {
        "bash" => new AgentCall("Bash", new JsonObject { ["command"] = directive.Words, ["description"] = "Run a scripted command" }),
        "write" when directive.Parts(2) is [var path, .. var content] => new AgentCall("Write", new JsonObject { ["file_path"] = Path.Combine(files.Folder, path), ["content"] = Directive.Unescape(string.Concat(content)) }),
        "edit" when directive.Parts(3) is [var path, var old, var replacement] => new AgentCall("Edit", new JsonObject
        {
            ["file_path"] = Path.Combine(files.Folder, path),
            ["old_string"] = Directive.Unescape(old),
            ["new_string"] = Directive.Unescape(replacement),
            ["replace_all"] = false,
        }),
        "ask" or "ask-multi" when directive.Parts(int.MaxValue) is [var question, .. { Length: > 0 } labels] => new AgentCall(Question, new JsonObject { ["questions"] = new JsonArray(Asking(question, labels, directive.Name == "ask-multi")) }),
        "tool" => Any(directive),
        "plan" => new AgentCall(Plan, new JsonObject { ["plan"] = Directive.Unescape(directive.Words), ["planFilePath"] = files.WritePlan(Directive.Unescape(directive.Words)) }),
        _ => null,
    };

    /// <summary>The call with the chosen answer to its question, as the terminal dialog completes it.</summary>
    public JsonObject Answered(string label)
    {
        var answered = Input.DeepClone().AsObject();
        answered["answers"] = new JsonObject { [Subject] = label };
        return answered;
    }

    /// <summary>"NAME {JSON}".</summary>
    private static AgentCall? Any(Directive directive)
    {
        try
        {
            return directive.Words.Split(' ', 2) is [var tool, var json] && JsonNode.Parse(json) is JsonObject input ? new AgentCall(tool, input) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Asking(string question, IReadOnlyList<string> labels, bool takesSeveral) => new()
    {
        ["question"] = question,
        ["header"] = "Choice",
        ["options"] = new JsonArray([.. labels.Select(label => (JsonNode)new JsonObject { ["label"] = label, ["description"] = $"Choose {label}" })]),
        ["multiSelect"] = takesSeveral,
    };
}
