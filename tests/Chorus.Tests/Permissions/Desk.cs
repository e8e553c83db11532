using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Tasks;
using Chorus.Tests.Processes;
using Chorus.Tests.Tasks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chorus.Tests.Permissions;

/// <summary>A stored project with an inbox, and the hooks that ask it.</summary>
internal sealed class Desk : IDisposable
{
    public const string Input = """{"command":"npm test","description":"Run the tests"}""";

    public Desk()
        : this(new StoredProject())
    {
    }

    private Desk(StoredProject project)
    {
        Project = project;
        Requests = new PermissionStore(project.Database);
        var state = StateFolder.Locate(Directory.CreateDirectory(Tree).FullName, name => name == "HOME" ? project.Folder : null);
        RuleStore = new RuleStore(project.Database);
        Files = new ClaudeRuleFiles(state.ProjectPath, Path.Combine(project.Folder, "claude"));
        Rules = new RuleBook(RuleStore, Requests, Files, project.Events, project.Clock);
        Inbox = new PermissionInbox(Requests, Rules, RuleStore, project.Tasks, project.History, project.Statuses, state, project.Events, project.Clock, NullLogger<PermissionInbox>.Instance);
        Intake = new HookIntake(project.Statuses, new TaskHistory(project.History, project.Messages, project.Clock), Inbox, Rules, new FileChanges(state), Lifetime, Project.Clock);
    }

    /// <summary>The folder of the project's files.</summary>
    public string Tree => Path.Combine(Project.Folder, "storefront");
    public RuleStore RuleStore { get; }
    public ClaudeRuleFiles Files { get; }
    public RuleBook Rules { get; }

    public StoredProject Project { get; }
    public PermissionStore Requests { get; }
    public PermissionInbox Inbox { get; }
    public HookIntake Intake { get; }
    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    /// <summary>The same database as the next server finds it.</summary>
    public Desk Restarted() => new(Project.Restarted());

    public static PermissionQuestion Question(TaskId task, string relayKey, string tool = "Bash", string input = Input) =>
        new(task, relayKey, "7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10", null, tool, input, null, "/home/dev/storefront", "Bash: npm test");

    /// <summary>Asks, and returns the request as soon as its task's status names it, beside the answer that its hook waits for.</summary>
    public async Task<(PermissionRequest Request, Task<string?> Answer)> AskAsync(TaskId task, string relayKey = "relay", CancellationToken connectionLost = default)
    {
        var answer = Inbox.AskAsync(Question(task, relayKey), connectionLost);
        return (await OpenedAsync(task, answer, relayKey), answer);
    }

    /// <summary>The relay's request once its task's status names it, or its hook was answered at once.</summary>
    public async Task<PermissionRequest> OpenedAsync(TaskId task, Task answer, string relayKey = "relay")
    {
        await Wait.UntilAsync(() => Requests.FindByRelay(task, relayKey) is { } stored && (IsNamed(task, stored) || answer.IsCompleted));
        return Requests.FindByRelay(task, relayKey)!;
    }

    private bool IsNamed(TaskId task, PermissionRequest request) =>
        Project.Status(task).Questions.Any(question => question.RequestId == request.Id);

    public Task<DecisionOutcome> AllowAsync(PermissionRequest request, string by = "browser") =>
        Inbox.DecideAsync(request.Id, new Decision(request.Hash, new Verdict.Allow(), by), CancellationToken.None);

    public Task<DecisionOutcome> DenyAsync(PermissionRequest request, string? message = null, bool interrupt = false, string by = "browser") =>
        Inbox.DecideAsync(request.Id, new Decision(request.Hash, new Verdict.Deny(message, interrupt), by), CancellationToken.None);

    public Task<DecisionOutcome> SayAsync(PermissionRequest request, Verdict verdict, string by = "browser") =>
        Inbox.DecideAsync(request.Id, new Decision(request.Hash, verdict, by), CancellationToken.None);

    /// <summary>Asks with this input and returns the request, open or already allowed by a rule, and the answer.</summary>
    public async Task<(PermissionRequest Request, Task<string?> Answer)> AskForAsync(TaskId task, string tool, string input, string relayKey, string? session = null)
    {
        var question = Question(task, relayKey, tool, input) with { Cwd = Tree };
        var answer = Inbox.AskAsync(session is null ? question : question with { ClaudeSessionId = session }, CancellationToken.None);
        return (await OpenedAsync(task, answer, relayKey), answer);
    }

    public static string Bash(string command) => new JsonObject { ["command"] = command, ["description"] = "Do it" }.ToJsonString();

    /// <summary>A hook as it arrives; the tool input is JSON.</summary>
    public static HookPayload Hook(string name, string tool = "Bash", string input = Input, string? agent = null)
    {
        var agentId = agent is null ? "" : $""","agent_id":"{agent}" """;
        var json = $$"""{"hook_event_name":"{{name}}","session_id":"7d3c1f52-0b6e-4d5a-9a51-3f2f6c0e9b10","cwd":"/home/dev/storefront","tool_name":"{{tool}}","tool_input":{{input}}{{agentId}}}""";
        return HookPayload.TryParse(Encoding.UTF8.GetBytes(json), out var payload) ? payload : throw new JsonException(json);
    }

    public void Dispose()
    {
        Inbox.Dispose();
        Project.Dispose();
    }
}
