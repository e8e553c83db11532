namespace Chorus.Stacks;

/// <summary>A task's stack as the dashboard and the HTTP contract show it.</summary>
/// <param name="Name">Branch name; null without version control.</param>
/// <param name="Path">Folder the task works in.</param>
/// <param name="Note">One line when something about the stack needs to be known.</param>
public sealed record StackDescription(string Mode, string? Name, string Path, int Commits, int Uncommitted, string? Note);
