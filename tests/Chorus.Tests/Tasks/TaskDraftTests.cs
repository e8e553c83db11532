using Chorus.Tasks;

namespace Chorus.Tests.Tasks;

public sealed class TaskDraftTests
{
    [Theory]
    [InlineData("Rename the module")]
    [InlineData("  padded  ")]
    [InlineData("\u00dcber \u4e2d\u6587 \ud83d\ude80")]
    public void A_title_is_enough(string title) => Assert.Null(new TaskDraft { Title = title }.Problem(isNew: true));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    public void A_new_task_needs_a_title(string? title) => Assert.Equal("A task needs a title.", new TaskDraft { Title = title }.Problem(isNew: true));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("bell\a")]
    [InlineData("nul\0")]
    [InlineData("escape\u001b[31m")]
    [InlineData("control\u009b31m")]
    public void A_title_is_one_line_without_control_characters(string title) =>
        Assert.Contains("one line", new TaskDraft { Title = title }.Problem(isNew: false), StringComparison.Ordinal);

    [Fact]
    public void Lengths_are_limited()
    {
        Assert.Null(new TaskDraft { Title = new string('t', TaskDraft.TitleLimit), Brief = new string('b', TaskDraft.BriefLimit) }.Problem(isNew: true));
        Assert.Contains("300", new TaskDraft { Title = new string('t', TaskDraft.TitleLimit + 1) }.Problem(isNew: true), StringComparison.Ordinal);
        Assert.Contains("100000", new TaskDraft { Brief = new string('b', TaskDraft.BriefLimit + 1) }.Problem(isNew: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_brief_has_lines_but_no_NUL()
    {
        Assert.Null(new TaskDraft { Brief = "one\r\n\ttwo" }.Problem(isNew: false));
        Assert.Contains("NUL", new TaskDraft { Brief = "one\0two" }.Problem(isNew: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10, false)]
    [InlineData(-9, true)]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(int.MaxValue, false)]
    public void A_priority_lies_between_minus_nine_and_nine(int priority, bool isFine) =>
        Assert.Equal(isFine, new TaskDraft { Priority = priority }.Problem(isNew: false) is null);

    [Theory]
    [InlineData("manual", true)]
    [InlineData("acceptEdits", true)]
    [InlineData("plan", true)]
    [InlineData("auto", true)]
    [InlineData("dontAsk", true)]
    [InlineData("bypassPermissions", true)]
    [InlineData("Manual", false)]
    [InlineData("", false)]
    [InlineData("--help", false)]
    public void Only_a_permission_mode_of_Claude_Code_is_taken(string mode, bool isFine) =>
        Assert.Equal(isFine, new TaskDraft { PermissionMode = mode }.Problem(isNew: false) is null);

    [Theory]
    [InlineData("", true)]
    [InlineData("opus", true)]
    [InlineData("claude-sonnet-5-5[1m]", true)]
    [InlineData("us.anthropic.claude/v1:0@x_y", true)]
    [InlineData("--dangerously-skip-permissions", false)]
    [InlineData("opus; rm", false)]
    [InlineData("$(id)", false)]
    [InlineData("opus\n", false)]
    public void A_model_is_a_name_and_never_an_option(string model, bool isFine) =>
        Assert.Equal(isFine, new TaskDraft { Model = model }.Problem(isNew: false) is null);

    [Theory]
    [InlineData("auto", true)]
    [InlineData("none", true)]
    [InlineData("everything", false)]
    public void Only_a_known_stack_mode_is_taken(string mode, bool isFine) =>
        Assert.Equal(isFine, new TaskDraft { StackMode = mode }.Problem(isNew: false) is null);

    [Fact]
    public void What_a_draft_does_not_say_stays_as_it_is()
    {
        var task = Task();
        Assert.Equal(task, new TaskDraft().ApplyTo(task));
    }

    [Fact]
    public void What_a_draft_says_is_taken_over_tidied()
    {
        var draft = new TaskDraft { Title = "  New title ", Brief = "one\r\ntwo\rthree", Priority = 3, After = [new TaskId(1)], PermissionMode = "plan", Model = "", StackMode = "none" };
        var task = draft.ApplyTo(Task());
        Assert.Equal(("New title", "one\ntwo\nthree", 3, "plan", null, "none"), (task.Title, task.Brief, task.Priority, task.PermissionMode, task.Model, task.StackMode));
        Assert.Equal([new TaskId(1)], task.After);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("1.0", false)]
    [InlineData("9223372036854775808", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_task_number_is_a_positive_whole_number(string? text, bool isNumber) => Assert.Equal(isNumber, TaskId.TryParse(text, null, out _));

    private static ChorusTask Task() => new()
    {
        Id = new TaskId(7),
        Title = "Old title",
        Brief = "Old brief",
        Priority = 1,
        PermissionMode = "manual",
        Model = "opus",
        StackMode = "auto",
        SessionName = "claude-7",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
