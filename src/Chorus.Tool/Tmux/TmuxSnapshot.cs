namespace Chorus.Tmux;

/// <summary>All panes of a project's server at one moment, and which life of the server that was.</summary>
public sealed record TmuxSnapshot(int ServerPid, long StartTime, IReadOnlyList<TmuxPane> Panes);
