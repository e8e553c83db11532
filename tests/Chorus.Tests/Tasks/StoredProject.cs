using Chorus.Claude;
using Chorus.Events;
using Chorus.Storage;
using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

/// <summary>A project's database in a temporary folder, with what reads and writes its tasks, on a clock that moves only when told to.</summary>
internal sealed class StoredProject : IDisposable
{
    private readonly bool ownsFolder;

    public StoredProject()
        : this(Directory.CreateTempSubdirectory("chorus-project-").FullName, new ObservedClock(), ownsFolder: true)
    {
    }

    private StoredProject(string folder, ObservedClock clock, bool ownsFolder)
    {
        (Folder, Clock, this.ownsFolder) = (folder, clock, ownsFolder);
        Database = Database.Open(Path.Combine(folder, "chorus.db"), Path.Combine(folder, "backups"), clock);
        Tasks = new TaskStore(Database);
        Messages = new MessageStore(Database);
        History = new EventStore(Database);
        Statuses = new StatusTracker(Tasks, Signals, Events, clock);
    }

    public string Folder { get; }
    public ObservedClock Clock { get; }
    public Database Database { get; }
    public EventBus Events { get; } = new();
    public TaskStore Tasks { get; }
    public MessageStore Messages { get; }
    public EventStore History { get; }
    public SignalLog Signals { get; } = new();
    public StatusTracker Statuses { get; }

    /// <summary>What a server that starts after this one ended finds: new objects on the same file.</summary>
    public StoredProject Restarted()
    {
        Database.Dispose();
        return new StoredProject(Folder, Clock, ownsFolder: false);
    }

    public Task<ChorusTask> AddAsync(string title, params TaskId[] after) => Tasks.AddAsync(
        new ChorusTask { Id = default, Title = title, After = after, PermissionMode = "manual", StackMode = "none", SessionName = "", CreatedAt = Clock.GetUtcNow() },
        id => $"claude-{id}",
        "cli",
        CancellationToken.None);

    /// <summary>A task whose Claude works on a turn.</summary>
    public async Task<TaskId> AddBusyAsync(string title = "Rename the module")
    {
        var task = await AddAsync(title);
        await Tasks.UpdateAsync(task.Id, current => current with { State = TaskState.Running, StartedAt = Clock.GetUtcNow() }, [], CancellationToken.None);
        await HearAsync(task.Id, new ClaudeSignal.Launched(WithPrompt: false), new ClaudeSignal.PromptSubmitted("go"));
        return task.Id;
    }

    public async Task HearAsync(TaskId task, params ClaudeSignal[] signals)
    {
        foreach (var signal in signals)
        {
            await Statuses.ApplyAsync(task, signal, CancellationToken.None);
        }
    }

    public ChorusTask Task(TaskId id) => Tasks.Find(id)!;

    public ClaudeStatus Status(TaskId id) => Statuses.Of(Task(id));

    public void Dispose()
    {
        Database.Dispose();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
