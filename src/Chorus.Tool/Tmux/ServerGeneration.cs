namespace Chorus.Tmux;

/// <summary>One life of a tmux server; ids such as <c>%3</c> and <c>$1</c> mean something only within it.</summary>
public sealed record ServerGeneration(int Pid, long StartTime, string Version)
{
    public bool IsSameAs(ServerGeneration other) => Pid == other.Pid && StartTime == other.StartTime;
}
