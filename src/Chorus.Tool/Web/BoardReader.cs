using Chorus.Claude;
using Chorus.Configuration;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Permissions.Rules;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Reads everything a page or a live fragment shows.</summary>
internal sealed class BoardReader(
    TaskStore tasks, EventStore history, MessageStore messages, PermissionStore requests, SessionScreens screens, Backlog backlog, IStackProvider stacks, RuleStore rules, ClaudeRuleFiles ruleFiles, ChorusOptions options, StateFolder state)
{
    private const int EventsShown = 50;

    public BoardFacts Read(Sight sight)
    {
        var all = tasks.All();
        return new BoardFacts
        {
            Project = state.ProjectName,
            Tasks = all,
            Open = requests.Open(),
            MaxRunning = options.Queue.MaxRunning,
            Queue = new QueueFacts(backlog.IsPaused, backlog.StartsByItself, backlog.Running),
            Stacks = all.Where(task => task.State is not TaskState.Pending).Select(task => (task.Id, Stack: stacks.Describe($"{task.Id}"))).Where(one => one.Stack.Name is not null).ToDictionary(one => one.Id, one => one.Stack),
            Sight = sight,
            Rules = sight.Place is Place.Rules ? new RuleFacts(rules.Valid(), ruleFiles.Allowed()) : null,
            Screen = sight.Task is { } id ? screens.Latest(id) : null,
            Messages = sight.Task is { } addressee ? messages.Waiting(addressee) : [],
            Events = sight.Task is { } task ? [.. history.Of(task, EventsShown, EventKinds.Status).Select(View)] : [],
        };
    }

    private static StatusEventView View(TaskEvent item) => new(
        item.At, item.From, item.To, item.Reason == Words.Of(ClaudeReason.None) ? "" : item.Reason.Replace('-', ' '), item.Detail, item.Source);
}
