using Chorus.Configuration;

namespace Chorus.Tasks;

/// <summary>What a user says about a task when adding or editing it; null means "as it is" or the default.</summary>
public sealed record TaskDraft
{
    public const int TitleLimit = 300;
    public const int BriefLimit = 100_000;

    private static readonly string[] StackModes = ["auto", "none"];

    public string? Title { get; init; }
    public string? Brief { get; init; }
    public int? Priority { get; init; }
    public IReadOnlyList<TaskId>? After { get; init; }
    public string? PermissionMode { get; init; }
    public string? Model { get; init; }
    public string? StackMode { get; init; }

    /// <summary>What is wrong with the values themselves, one line, or null.</summary>
    public string? Problem(bool isNew)
    {
        if (isNew && string.IsNullOrWhiteSpace(Title))
        {
            return "A task needs a title.";
        }

        if (Title is { } title && (title.Trim().Length is 0 or > TitleLimit || title.Any(char.IsControl)))
        {
            return $"A title is one line of 1 to {TitleLimit} characters; put the rest into the brief.";
        }

        if (Brief is { Length: > BriefLimit })
        {
            return $"A brief has at most {BriefLimit} characters; put long material into a document and name it.";
        }

        if ((Title + Brief + Model).Contains('\0', StringComparison.Ordinal))
        {
            return "Text must not contain NUL characters.";
        }

        if (Priority is < -9 or > 9)
        {
            return "A priority lies between -9 and 9.";
        }

        if (PermissionMode is { } mode && !ClaudeOptions.PermissionModes.Contains(mode, StringComparer.Ordinal))
        {
            return $"'{mode}' is not a permission mode; choose one of {string.Join(", ", ClaudeOptions.PermissionModes)}.";
        }

        if (Model is { } model && (model.Length > 100 || model.StartsWith('-') || model.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or ':' or '/' or '[' or ']' or '@'))))
        {
            return "A model is a name such as opus or claude-sonnet-5-5.";
        }

        return StackMode is { } stack && !StackModes.Contains(stack, StringComparer.Ordinal) ? $"'{stack}' is not a stack mode this version offers; choose one of {string.Join(", ", StackModes)}." : null;
    }

    /// <summary>Whether it leaves everything but title and priority as it is.</summary>
    public bool ChangesOnlyLabels(ChorusTask task)
    {
        var changed = ApplyTo(task);
        return (changed.Brief, changed.PermissionMode, changed.Model, changed.StackMode) == (task.Brief, task.PermissionMode, task.Model, task.StackMode) && changed.After.ToHashSet().SetEquals(task.After);
    }

    public ChorusTask ApplyTo(ChorusTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task with
        {
            Title = Title?.Trim() ?? task.Title,
            Brief = Brief?.ReplaceLineEndings("\n") ?? task.Brief,
            Priority = Priority ?? task.Priority,
            After = After ?? task.After,
            PermissionMode = PermissionMode ?? task.PermissionMode,
            Model = Model is null ? task.Model : Model.Length == 0 ? null : Model,
            StackMode = StackMode ?? task.StackMode,
        };
    }
}
