using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>What a page shows and a repaint must keep: the task, the request somebody is about to decide, and the tab.</summary>
internal sealed record Sight(TaskId? Task, string? Request, TaskTab Tab);
