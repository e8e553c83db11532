namespace Chorus.Tmux;

/// <summary>A session to create: its name, the folder and program it starts with, and the tags it is found by later.</summary>
public sealed record NewSession(string Name, string Folder, IReadOnlyList<string> Command, string Project, string TaskTag);
