using System.Text;

namespace Chorus.EndToEnd.Fixtures;

/// <summary>A Claude Code that only notes what it is given, byte for byte: its arguments, its folder, its brief, and everything that is typed.</summary>
internal sealed class RecordingAgent
{
    private readonly string notes;

    public RecordingAgent(Sandbox sandbox)
    {
        notes = Directory.CreateDirectory(Path.Combine(sandbox.Home, "notes")).FullName;
        var screen = Path.Combine(Place.Root, "tests", "Chorus.Tests", "Samples", "Claude", "screens", "idle-after-turn.txt");
        sandbox.AddScript("claude", $"""
            #!/bin/sh
            mkdir "{notes}/$CHORUS_TASK_ID" && cd "{notes}/$CHORUS_TASK_ID" || exit 1
            printf %s "$OLDPWD" > folder
            for word; do
              [ "$before" = --append-system-prompt-file ] && cat "$word" > brief
              before=$word
              printf '%s\0' "$word" >> arguments.new
            done
            cat "{screen}"
            stty raw -echo
            mv arguments.new arguments
            exec cat > typed

            """);
    }

    /// <summary>The arguments of a task's agent, once it is ready to be typed into.</summary>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(int task)
    {
        await Eventually.TrueAsync($"the agent of task {task} has started", () => File.Exists(Note(task, "arguments")));
        return (await File.ReadAllTextAsync(Note(task, "arguments"))).Split('\0')[..^1];
    }

    public string Brief(int task) => File.ReadAllText(Note(task, "brief"));

    public string Folder(int task) => File.ReadAllText(Note(task, "folder"));

    public string Typed(int task) => File.Exists(Note(task, "typed")) ? Encoding.UTF8.GetString(File.ReadAllBytes(Note(task, "typed"))) : "";

    private string Note(int task, string name) => Path.Combine(notes, $"{task}", name);
}
