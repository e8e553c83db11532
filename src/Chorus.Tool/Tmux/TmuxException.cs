namespace Chorus.Tmux;

/// <summary>tmux refused a command, or could not be asked: what was asked and what tmux said. Never carries typed text.</summary>
public class TmuxException(string command, string words) : Exception($"tmux {command}: {words}")
{
    public string Command { get; } = command;

    public string Words { get; } = words;
}

/// <summary>The tmux server that held the sessions is gone, and every session with it.</summary>
public sealed class TmuxServerLostException(ServerGeneration lost)
    : TmuxException("server", $"the server with process id {lost.Pid} is gone, and all its sessions with it")
{
    public ServerGeneration Lost { get; } = lost;
}

/// <summary>Input was meant for a pane whose program has ended; nothing was sent.</summary>
public sealed class TmuxPaneDeadException(string command, string paneId)
    : TmuxException(command, $"the program in pane {paneId} has ended")
{
    public string PaneId { get; } = paneId;
}
