using Chorus.Claude;
using Chorus.Processes;
using Chorus.Tasks;

namespace Chorus.Web.Views;

/// <summary>What waits to be said to a task, and when it will be.</summary>
public sealed record SayView(TaskId Id, string Hint, IReadOnlyList<WaitingMessageView> Waiting)
{
    public string Href => $"/tasks/{Id}";

    public static SayView From(ChorusTask task, BoardFacts facts) => new(
        task.Id,
        task.Claude.Activity switch
        {
            ClaudeActivity.Busy or ClaudeActivity.Starting => "Sent when this turn ends.",
            ClaudeActivity.Waiting => "Sent when the question is answered.",
            ClaudeActivity.Stopped => "Claude is not running; restart it first.",
            _ => "Sent at once.",
        },
        [.. facts.Messages.Select(WaitingMessageView.Of)]);
}

/// <summary>A message whose way is not over.</summary>
/// <param name="WithdrawUrl">Takes it back; null when it is too late.</param>
public sealed record WaitingMessageView(long Id, VisibleText Text, string State, string? WithdrawUrl)
{
    internal static WaitingMessageView Of(Message message) => new(
        message.Id,
        VisibleText.Of(UntrustedText.SingleLine(message.Text, 300)),
        message.State switch
        {
            MessageState.Queued => "Waits",
            MessageState.Typing => "Being typed",
            _ => "Chorus ended while it was typed: look at the screen before you send it again",
        },
        message.State is MessageState.Queued ? $"/tasks/{message.TaskId}/messages/{message.Id}" : null);
}
