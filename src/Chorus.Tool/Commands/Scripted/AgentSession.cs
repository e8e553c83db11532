using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chorus.Commands.Scripted;

/// <summary>One conversation of the scripted agent as others see it: its hooks' payloads, its registry entry, its screen, its permission mode.</summary>
internal sealed class AgentSession(AgentArguments arguments, AgentFiles files, AgentHooks hooks, AgentScreen screen, TimeProvider clock)
{
    private readonly AgentRules rules = new(files.Folder);
    private string promptId = Guid.NewGuid().ToString();

    public AgentArguments Arguments { get; } = arguments;

    public AgentFiles Files { get; } = files;

    public AgentScreen Screen { get; } = screen;

    public TimeProvider Clock { get; } = clock;

    public string Mode { get; set; } = arguments.PermissionMode;

    public void NewPrompt() => promptId = Guid.NewGuid().ToString();

    public void Show(string status, string? waitingFor = null, IReadOnlyList<string>? question = null)
    {
        Files.WriteStatus(status, waitingFor);
        Screen.Show(status != "idle", Mode, question);
    }

    public Task<IReadOnlyList<JsonElement>> HookAsync(string eventName, JsonObject fields, string? tool, CancellationToken cancellationToken)
    {
        var payload = new JsonObject
        {
            ["session_id"] = Arguments.SessionId,
            ["transcript_path"] = Files.Transcript,
            ["cwd"] = Files.Folder,
        };
        if (eventName != "SessionStart") { payload["prompt_id"] = promptId; }
        if (eventName is not ("SessionStart" or "SessionEnd" or "StopFailure" or "Notification")) { payload["permission_mode"] = Mode == "manual" ? "default" : Mode; }
        if (eventName is not ("SessionStart" or "SessionEnd" or "UserPromptSubmit" or "Notification")) { payload["effort"] = new JsonObject { ["level"] = "medium" }; }
        payload["hook_event_name"] = eventName;
        foreach (var (name, value) in fields) { payload[name] = value?.DeepClone(); }
        return hooks.RunAsync(eventName, tool, payload.ToJsonString(), cancellationToken);
    }

    /// <summary>True where Claude Code would not ask: by the permission mode, or by a rule.</summary>
    public bool MayRun(AgentCall call) => (Mode, call) switch
    {
        (_, { IsQuestion: true } or { IsPlan: true }) => false,
        ("bypassPermissions" or "auto", _) => true,
        ("acceptEdits", { Tool: "Write" or "Edit" }) => true,
        _ => rules.Allow(call),
    };

    /// <summary>Takes over the rules and the mode that come with an answer.</summary>
    public void Learn(JsonElement updates)
    {
        foreach (var update in updates.Items())
        {
            if (update.Text("type") == "setMode") { Mode = update.Text("mode") == "default" ? "manual" : update.Text("mode"); }
            if (update.Text("type") == "addRules" && update.Text("behavior") == "allow") { rules.Add(update); }
        }
    }
}
