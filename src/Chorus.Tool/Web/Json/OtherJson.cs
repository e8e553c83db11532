namespace Chorus.Web.Json;

/// <summary>The server as its own command line sees it.</summary>
public sealed record ServerJson(int Pid, string Url, string Version, string Project, DateTimeOffset StartedAt);

/// <summary>The visible screen of a session.</summary>
public sealed record ScreenJson(string Text, string Html, string State);

/// <summary>The end of a wait: whether the condition was met in time, and the task then.</summary>
public sealed record WaitJson(bool Met, TaskJson Task);

/// <summary>One line of a task's history.</summary>
public sealed record EventJson(long Seq, DateTimeOffset At, string Kind, string From, string To, string Reason, string Detail, string Source, long? DurationMs);

/// <summary>The queue as a whole.</summary>
public sealed record QueueJson(bool Paused, bool AutoStart, int Running, int MaxRunning);

/// <summary>A message on its way to the agent.</summary>
public sealed record MessageJson(long Id, string Text, string State, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);
