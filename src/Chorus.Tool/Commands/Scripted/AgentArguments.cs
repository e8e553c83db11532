namespace Chorus.Commands.Scripted;

/// <summary>The part of Claude Code's command line that the scripted agent understands; the rest is skipped.</summary>
internal sealed record AgentArguments(
    string SessionId, bool Resume, string? SettingsFile, string? BriefFile, string PermissionMode, string Name, string? Prompt)
{
    public static AgentArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new AgentArguments(Guid.NewGuid().ToString(), false, null, null, "manual", "scripted", null);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] == "--") { return parsed with { Prompt = string.Join(' ', arguments.Skip(index + 1)) }; }
            if (index + 1 >= arguments.Count) { break; }

            var value = arguments[index + 1];
            var next = arguments[index] switch
            {
                "--session-id" => parsed with { SessionId = value },
                "--resume" => parsed with { SessionId = value, Resume = true },
                "--settings" => parsed with { SettingsFile = value },
                "--append-system-prompt-file" => parsed with { BriefFile = value },
                "--permission-mode" => parsed with { PermissionMode = value },
                "--name" => parsed with { Name = value },
                _ => null,
            };
            if (next is not null) { (parsed, index) = (next, index + 1); }
        }

        return parsed with { Prompt = parsed.Prompt is { Length: > 0 } ? parsed.Prompt : null };
    }
}
