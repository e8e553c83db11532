using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Processes;
using Chorus.Stacks;
using Chorus.Tmux;

namespace Chorus.Tasks;

/// <summary>Starts and ends the tmux sessions in which tasks run Claude Code.</summary>
public sealed class TaskSessions(TmuxServer tmux, SessionMap map, TaskStore tasks, IStackProvider stacks, StateFolder state, ChorusOptions options, ClaudeProgram claude, TimeProvider clock)
{
    /// <summary>Without a conversation to resume, a launch begins with the task's first prompt.</summary>
    public bool BeginsWithPrompt(ChorusTask task) => claude.TranscriptOf(task.ClaudeSessionId!) is not TranscriptState.Conversation;

    /// <summary>Starts Claude Code for a task: a new conversation, or the stored one when it left a transcript.</summary>
    public async Task LaunchAsync(ChorusTask task, CancellationToken cancellationToken)
    {
        var folder = await stacks.PrepareAsync(task.Id.ToString(), cancellationToken);
        var transcript = claude.TranscriptOf(task.ClaudeSessionId!);
        if (transcript is TranscriptState.Empty)
        {
            task = await BeginAgainAsync(task, cancellationToken);
        }

        var command = await CommandAsync(task, resume: transcript is TranscriptState.Conversation, cancellationToken);
        if (await FindPaneAsync(task, cancellationToken) is { } pane)
        {
            await tmux.RespawnAsync(pane.PaneId, folder, command, cancellationToken);
            map.Set(task.Id, pane with { Dead = false, ExitStatus = null, Signal = null, PanePid = 0 });
            return;
        }

        var created = await tmux.NewSessionAsync(new NewSession(task.SessionName, folder, command, state.Root, task.Id.ToString()), cancellationToken);
        map.Set(task.Id, created);
    }

    /// <summary>Ends the task's session and the access of its hooks. Nothing happens when there is none.</summary>
    public async Task EndAsync(ChorusTask task, CancellationToken cancellationToken)
    {
        await tasks.SetHookSecretAsync(task.Id, null, cancellationToken);
        DeleteHookFiles(state.TaskFolder(task.Id.Value));
        if (await FindPaneAsync(task, cancellationToken) is { } pane)
        {
            await tmux.KillSessionAsync(pane.SessionId, cancellationToken);
            map.Remove(task.Id);
        }
    }

    /// <summary>Throws away what an ended task has changed and committed, where it has a stack of its own.</summary>
    public Task DiscardStackAsync(ChorusTask task, CancellationToken cancellationToken) => stacks.DiscardAsync(task.Id.ToString(), cancellationToken);

    /// <summary>Gives the task a new conversation and says so in its history: an empty one must never pass for the old one.</summary>
    private async Task<ChorusTask> BeginAgainAsync(ChorusTask task, CancellationToken cancellationToken)
    {
        var note = TaskEvent.Note(task.Id, clock.GetUtcNow(), "problem", "Claude Code ended before it had written anything down; the task is asked again in a new conversation.", "chorus");
        var renewed = await tasks.UpdateAsync(task.Id, current => current with { ClaudeSessionId = Guid.NewGuid().ToString() }, [note], cancellationToken);
        return renewed ?? task;
    }

    private async Task<TmuxPane?> FindPaneAsync(ChorusTask task, CancellationToken cancellationToken)
    {
        var snapshot = await tmux.ListAsync(cancellationToken);
        return snapshot.Panes.FirstOrDefault(pane => pane.Project == state.Root && pane.Task == task.Id.ToString());
    }

    private string WriteHookFile(string taskFolder, TaskId task, string secret)
    {
        DeleteHookFiles(taskFolder);
        var file = Path.Combine(taskFolder, $"hooks-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.curl");
        StateFolder.WritePrivate(file, HookSender.File(state.HookSocket, task.ToString(), secret));
        return file;
    }

    private static void DeleteHookFiles(string taskFolder)
    {
        foreach (var file in Directory.EnumerateFiles(taskFolder, "hooks-*.curl"))
        {
            File.Delete(file);
        }
    }

    private async Task<IReadOnlyList<string>> CommandAsync(ChorusTask task, bool resume, CancellationToken cancellationToken)
    {
        var taskFolder = state.TaskFolder(task.Id.Value);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await tasks.SetHookSecretAsync(task.Id, SHA256.HashData(Encoding.ASCII.GetBytes(secret)), cancellationToken);

        var briefFile = Path.Combine(taskFolder, "brief.md");
        StateFolder.WritePrivate(briefFile, TaskBrief.For(task));
        var environmentFile = Path.Combine(taskFolder, "environment");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CHORUS_TASK_ID"] = task.Id.ToString(),
            ["CHORUS_HOOK_TOKEN"] = secret,
            ["CHORUS_HOOK_SOCKET"] = state.HookSocket,
            [HookSender.FileVariable] = WriteHookFile(taskFolder, task.Id, secret),
            // The classic renderer keeps scrollback in tmux and does not capture the mouse.
            ["CLAUDE_CODE_DISABLE_ALTERNATE_SCREEN"] = "1",
        };
        foreach (var (name, value) in claude.Credentials)
        {
            variables[name] = value;
        }

        StateFolder.WritePrivate(environmentFile, ClaudeLaunch.EnvironmentFile(variables));

        return ClaudeLaunch.Command(new ClaudeLaunchRequest
        {
            Program = claude.Path,
            ExtraArguments = options.Claude.Args,
            EnvironmentFile = environmentFile,
            SettingsFile = state.ClaudeSettings,
            BriefFile = briefFile,
            SessionId = task.ClaudeSessionId!,
            Resume = resume,
            PermissionMode = task.PermissionMode,
            Model = task.Model,
            Name = UntrustedText.SingleLine(task.Title, 80),
            // Without a conversation it begins with the task, also when the very first start failed.
            FirstPrompt = resume ? null : TaskBrief.FirstPrompt(task),
        });
    }
}
