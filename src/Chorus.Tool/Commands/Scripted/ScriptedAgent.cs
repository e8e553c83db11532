using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace Chorus.Commands.Scripted;

/// <summary>
/// <c>chorus scripted-agent</c>: plays Claude Code's part without a model, for demos, tests and measurements.
/// It obeys directives in prompts (<c>[[bash: ls]]</c>) and says on its screen that it is scripted.
/// </summary>
internal sealed class ScriptedAgent(AgentSession session)
{
    public const string Version = "0.0.0-scripted";
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1.5);
    private readonly Lock gate = new();
    private readonly Queue<string> queued = [];
    private CancellationTokenSource? turn;
    private PermissionDialog? dialog;
    private string typed = "";
    private bool briefIsNew = !session.Arguments.Resume;
    private bool quitPressed;

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["--version"])
        {
            await Console.Out.WriteLineAsync($"{Version} (Chorus scripted agent)");
            return ExitCode.Done;
        }

        var parsed = AgentArguments.Parse(arguments);
        var folder = Directory.GetCurrentDirectory();
        var files = new AgentFiles(parsed, folder, Environment.GetEnvironmentVariable, TimeProvider.System);
        if (files.Refusal() is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.Failed;
        }

        using var hooks = AgentHooks.Load(parsed.SettingsFile, folder, Environment.GetEnvironmentVariable);
        await using var output = Console.OpenStandardOutput();
        var screen = new AgentScreen(output, parsed.Name, () => Console.IsOutputRedirected ? 80 : Console.WindowWidth);
        using var terminal = new RawTerminal();
        var agent = new ScriptedAgent(new AgentSession(parsed, files, hooks, screen, TimeProvider.System));
        // The console's own stream edits lines; this one gives the keys as they come.
        await using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        return await agent.RunAsync(input, cancellationToken);
    }

    private async Task<int> RunAsync(Stream input, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => End(signal, 129));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, 143));

        await session.HookAsync("SessionStart", new JsonObject { ["source"] = session.Arguments.Resume ? "resume" : "startup", ["model"] = Version, ["session_title"] = session.Arguments.Name }, null, cancellationToken);
        session.Screen.Say($" Chorus scripted agent · {session.Files.Folder}", " It follows directives such as [[bash: ls]] and [[say: done]]; no model is asked.");
        session.Show("idle");
        if (session.Arguments.Prompt is { } prompt) { Submit(prompt, cancellationToken); }

        // A blocked read of the terminal cannot be cancelled; it ends with the process.
        var exit = await await Task.WhenAny(ReadKeysAsync(input, cancellationToken), ended.Task);
        await FarewellAsync(exit == ExitCode.Done ? "prompt_input_exit" : "other");
        return exit;

        void End(PosixSignalContext signal, int code)
        {
            signal.Cancel = true;
            ended.TrySetResult(code);
        }
    }

    private async Task<int> ReadKeysAsync(Stream input, CancellationToken cancellationToken)
    {
        await foreach (var key in RawTerminal.KeysAsync(input, cancellationToken))
        {
            if (key.Meaning is KeyMeaning.Quit && quitPressed) { break; }
            quitPressed = key.Meaning is KeyMeaning.Quit;
            if (dialog is { } open) { open.Press(key); }
            else if (key.Meaning is KeyMeaning.Submit && typed.Trim() == "/exit") { break; }
            else { Press(key, cancellationToken); }
        }

        return ExitCode.Done;
    }

    private void Press(AgentKey key, CancellationToken cancellationToken)
    {
        switch (key.Meaning)
        {
            case KeyMeaning.Submit when typed.Trim().Length > 0:
                var prompt = typed;
                Type("");
                Submit(prompt, cancellationToken);
                break;
            case KeyMeaning.Text: Type(typed + key.Text); break;
            case KeyMeaning.Backspace: Type(typed.Length == 0 ? "" : typed[..^1]); break;
            // Claude Code clears one line at a time.
            case KeyMeaning.ClearLine: Type(typed.LastIndexOf('\n') is var end and >= 0 ? typed[..end] : ""); break;
            case KeyMeaning.Escape:
                lock (gate) { turn?.Cancel(); }
                break;
            default: break;
        }
    }

    private void Type(string text)
    {
        typed = text;
        session.Screen.Type(text);
    }

    private void Submit(string prompt, CancellationToken cancellationToken)
    {
        CancellationTokenSource started;
        lock (gate)
        {
            if (turn is not null)
            {
                queued.Enqueue(prompt);
                _ = AnnounceAsync(prompt, cancellationToken);
                return;
            }

            turn = started = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        _ = WorkAsync(prompt, started, cancellationToken);
    }

    /// <summary>Runs the turn and then those that were queued meanwhile; their prompts were announced when they were queued.</summary>
    private async Task WorkAsync(string prompt, CancellationTokenSource running, CancellationToken cancellationToken)
    {
        await RunTurnAsync(prompt, announce: true, running.Token);
        while (true)
        {
            running.Dispose();
            lock (gate)
            {
                turn = null;
                if (!queued.TryDequeue(out prompt!)) { return; }
                turn = running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            }

            await RunTurnAsync(prompt, announce: false, running.Token);
        }
    }

    private async Task RunTurnAsync(string prompt, bool announce, CancellationToken cancellationToken)
    {
        try
        {
            session.Screen.Say("", $"❯ {prompt}");
            session.Files.Record("user", prompt);
            if (announce) { await AnnounceAsync(prompt, cancellationToken); }
            await new AgentTurn(session, open => dialog = open).RunAsync(prompt, Script(prompt), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // As with Claude Code no hook tells of it.
            session.Screen.Say("  ⎿  Interrupted · What should Claude do instead?");
            session.Show("idle");
        }
    }

    private async Task AnnounceAsync(string prompt, CancellationToken cancellationToken)
    {
        session.NewPrompt();
        await session.HookAsync("UserPromptSubmit", new JsonObject { ["prompt"] = prompt, ["session_title"] = session.Arguments.Name }, null, cancellationToken);
    }

    /// <summary>A model would read its brief on the first prompt; so the brief's directives hold when that prompt has none.</summary>
    private IReadOnlyList<Directive> Script(string prompt)
    {
        var directives = Directive.In(prompt);
        if (directives.Count == 0 && briefIsNew && session.Arguments.BriefFile is { } brief && File.Exists(brief)) { directives = Directive.In(File.ReadAllText(brief)); }
        briefIsNew = false;
        return directives;
    }

    private async Task FarewellAsync(string reason)
    {
        using var limit = new CancellationTokenSource(FarewellLimit, session.Clock);
        await session.HookAsync("SessionEnd", new JsonObject { ["reason"] = reason }, null, limit.Token);
        session.Files.Forget();
        if (reason != "other") { session.Screen.Close("Resume this session with:", $"claude --resume {session.Arguments.SessionId}"); }
    }
}
