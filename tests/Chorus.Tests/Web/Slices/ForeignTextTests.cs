using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Chorus.Claude;
using Chorus.Permissions.Rules;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Tests.Processes;
using Chorus.Tests.Web.Views;
using Chorus.Web.Slices.Board;
using Chorus.Web.Slices.Permissions;
using Chorus.Web.Slices.Rules;
using Chorus.Web.Slices.Shared;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

/// <summary>Whatever comes from elsewhere is seen as it is, on every page.</summary>
public sealed class ForeignTextTests
{
    private const string Hiding = "a\u202eb\u200bc\u3164d\u00a0e\ue000f\u0007g\ud800h\U000E0041i";
    private const string RightToLeft = "\u05e9\u05dc\u05d5\u05dd";

    [Theory]
    [InlineData(TaskTab.Session)]
    [InlineData(TaskTab.Brief)]
    [InlineData(TaskTab.History)]
    public async Task No_page_carries_a_character_that_hides(TaskTab tab)
    {
        foreach (var page in await PagesAsync(Hiding, tab))
        {
            foreach (var (place, text) in TextsOf(page))
            {
                Assert.False(text.EnumerateRunes().Any(Unseen.Is), $"{place}: {DeceptionCorpus.Spell(text)}");
            }

            Assert.Contains("a⟨U+202E⟩b⟨U+200B⟩c", page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TaskTab.Session)]
    [InlineData(TaskTab.Brief)]
    [InlineData(TaskTab.History)]
    public async Task Text_from_right_to_left_is_set_apart_from_what_stands_around_it(TaskTab tab)
    {
        foreach (var page in await PagesAsync(RightToLeft, tab))
        {
            var texts = page.Body!.Descendants<IText>().Where(text => text.Data.Contains(RightToLeft, StringComparison.Ordinal) && text.ParentElement is not IHtmlTextAreaElement).ToList();
            Assert.NotEmpty(texts);
            Assert.All(texts, text => Assert.True(text.ParentElement!.Closest("bdi, .term") is not null, text.ParentElement!.OuterHtml));
        }
    }

    [Fact]
    public async Task A_task_that_was_written_to_deceive_is_warned_of_before_it_starts()
    {
        var facts = Sample.Facts(1) with { Tasks = [Sample.Task(1, "Add\u200b it", TaskState.Pending) with { Brief = "Do this\u202e" }], Open = [] };
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(facts, Sample.Now)));
        var lines = page.QuerySelectorAll(".warn li").Select(line => line.TextContent).ToList();
        Assert.StartsWith("title: hidden character U+200B", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("brief: hidden character U+202E", lines[1], StringComparison.Ordinal);
        Assert.Equal("Add\u200b it", page.QuerySelector("input[name=title]")!.GetAttribute("value"));
        Assert.Equal("Do this⟨U+202E⟩", (await Html.PageAsync(BoardPage.Create(BoardView.From(facts with { Sight = facts.Sight with { Tab = TaskTab.Brief } }, Sample.Now)))).QuerySelector("#brief")!.TextContent);
    }

    [Fact]
    public async Task An_honest_task_is_shown_as_it_was_written()
    {
        const string title = "👩\u200d💻 Größe ändern ❤\ufe0f";
        const string brief = "\n# Plan\n\n    indented\n- خانه\u200cها\n";
        var facts = Sample.Facts(1) with { Tasks = [Sample.Task(1, title) with { Brief = brief }], Open = [], Sight = new Sight { Task = new TaskId(1), Tab = TaskTab.Brief } };
        var page = await Html.PageAsync(BoardPage.Create(BoardView.From(facts, Sample.Now)));
        Assert.Equal(title, page.QuerySelector("#task-head h1")!.TextContent);
        Assert.Equal(brief, page.QuerySelector("#brief")!.TextContent);
        Assert.Null(page.QuerySelector(".warn"));
    }

    private static async Task<IReadOnlyList<IHtmlDocument>> PagesAsync(string text, TaskTab tab)
    {
        var facts = Sample.Facts(1) with
        {
            Project = text,
            Tasks =
            [
                Sample.Running(1, text, ClaudeActivity.Waiting, ClaudeReason.Permission, text) with { Brief = text },
                Sample.Running(2, text, ClaudeActivity.Waiting, ClaudeReason.Error, text),
                Sample.Running(3, text, ClaudeActivity.Busy, ClaudeReason.None, text),
                Sample.Task(4, text, TaskState.Pending) with { Brief = text, After = [new TaskId(3)] },
                Sample.Task(5, text, TaskState.Failed) with { Result = text },
            ],
            Open = [Sample.Request(1, "q", text, $$"""{"{{Json(text)}}":"{{Json(text)}}","command":"{{Json(text)}}","description":"{{Json(text)}}","path":["{{Json(text)}}"]}""", text) with { Cwd = text, AgentId = text }],
            Events = [new StatusEventView(Sample.Now, text, text, text, text, text)],
            Screen = null,
            Sight = new Sight { Task = new TaskId(1), Tab = tab },
            Stacks = new Dictionary<TaskId, StackDescription> { [new TaskId(1)] = new("worktree", text, "/", 2, 3, text) },
            Messages = [new Message(1, new TaskId(1), text, MessageState.Queued, Sample.Now, null, "browser", null)],
        };
        var calm = facts with { Open = [] };
        return
        [
            await Html.PageAsync(BoardPage.Create(BoardView.From(facts, Sample.Now))),
            await Html.PageAsync(BoardPage.Create(BoardView.From(facts with { Sight = new Sight { Task = new TaskId(4) } }, Sample.Now))),
            await Html.PageAsync(InboxPage.Create(InboxPageView.From(facts, Sample.Now, isAskedFor: true))),
            await Html.PageAsync(InboxPage.Create(InboxPageView.From(calm with { Sight = new Sight { Place = Place.Inbox } }, Sample.Now, isAskedFor: false))),
            await Html.PageAsync(LiveFragments.Create(LiveView.From(facts, LiveParts.All, Sample.Now))),
            await Html.PageAsync(ListPanel.Create(ListView.From(facts, Sample.Now))),
            await Html.PageAsync(RulesPage.Create(RulesPageView.From(facts with { Rules = Rules(text) }, Sample.Now))),
            await Html.PageAsync(TaskFormPage.Create(TaskFormPageView.New(facts, new Chorus.Configuration.ChorusOptions()))),
            await Html.PageAsync(MessagePage.Create(MessageView.For(BarView.Quiet(text), 404, "Not found", "Nothing."))),
            await Html.PageAsync(Chorus.Web.Slices.Access.LoginPage.Create(LoginView.For(text))),
        ];
    }

    private static RuleFacts Rules(string text) => new(
        [new PermissionRule { Reach = RuleReach.Task, Task = new TaskId(1), ClaudeSessionId = null, Tool = "Bash", Scope = RuleScope.ExactCommand, Value = text, ClaudeRule = text, MadeFrom = text, MadeBy = "cli", CreatedAt = Sample.Now }],
        [new ClaudeRule("local", "/x", text), new ClaudeRule("user", "/x", text)]);

    /// <summary>Half a surrogate pair is escaped: a JSON text cannot hold it otherwise.</summary>
    private static string Json(string text) => text.Replace("\ud800h", "\\ud800h", StringComparison.Ordinal).Replace("\a", "\\u0007", StringComparison.Ordinal);

    /// <summary>All text and all attributes but what is written into a form, which must stay as it is.</summary>
    private static IEnumerable<(string Place, string Text)> TextsOf(IHtmlDocument page)
    {
        foreach (var element in page.All.Where(element => element is not IHtmlTextAreaElement))
        {
            foreach (var text in element.ChildNodes.OfType<IText>())
            {
                yield return (element.LocalName, text.Data);
            }

            foreach (var attribute in element.Attributes.Where(attribute => !(element is IHtmlInputElement && attribute.Name == "value")))
            {
                yield return ($"{element.LocalName}[{attribute.Name}]", attribute.Value);
            }
        }
    }
}
