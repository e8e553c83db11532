using System.Security.Cryptography;

namespace Chorus.Tmux;

/// <summary>
/// A line of commands and the lines that answer it. A second line makes tmux repeat a secret: only what stands before that
/// is the answer, so text on a captured screen cannot pass for the end of it, nor for the answer to a later command.
/// </summary>
internal sealed class ControlExchange(string commands, CancellationToken cancellationToken)
{
    // Continuations must not run inside the loop that reads from tmux.
    private readonly TaskCompletionSource<ControlReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly List<string> lines = [];

    public string Text => $"{commands}\n{TmuxSyntax.Command("display-message", "-p", secret)}\n";

    public Task<ControlReply> Reply => reply.Task;

    /// <summary>Nobody waits for it any more; if it was not sent yet, it need not be.</summary>
    public bool IsAbandoned => cancellationToken.IsCancellationRequested;

    /// <summary>Takes the next line; true when it was the last one, and <see cref="Complete"/> is due.</summary>
    public bool Accept(string line)
    {
        lines.Add(line);
        return IsClosedBySecret();
    }

    /// <summary>Hands the answer to whoever waits for it, and gives back the notifications.</summary>
    public IReadOnlyList<string> Complete()
    {
        try
        {
            var parsed = Parse(lines.GetRange(0, lines.Count - 3));
            reply.TrySetResult(parsed);
            return parsed.Notifications;
        }
        catch (ControlProtocolException failure)
        {
            Fail(failure);
            throw;
        }
    }

    public void Fail(Exception exception)
    {
        if (!reply.TrySetException(exception)) { return; }

        // A reply nobody waits for must not surface as an unobserved failure.
        _ = reply.Task.Exception;
    }

    private bool IsClosedBySecret() =>
        lines is [.., var begin, var answer, var end]
        && answer == secret
        && ControlGuard.TryParseBegin(begin, out var guard)
        && guard.EndsWith(end, out var failed)
        && !failed;

    /// <summary>Blocks end at the last line that matches all three values of their beginning.</summary>
    internal static ControlReply Parse(List<string> lines)
    {
        var blocks = new List<ControlBlock>();
        var notifications = new List<string>();
        var at = 0;
        while (at < lines.Count)
        {
            if (ControlGuard.TryParseBegin(lines[at], out var guard))
            {
                var end = lines.FindLastIndex(line => guard.EndsWith(line, out _));
                if (end < at) { throw new ControlProtocolException("An answer without an end."); }

                guard.EndsWith(lines[end], out var failed);
                // Flags 0: not an answer to a command of ours.
                if (guard.Flags != 0) { blocks.Add(new ControlBlock(failed, lines.GetRange(at + 1, end - at - 1))); }
                at = end + 1;
            }
            else if (lines[at].StartsWith('%'))
            {
                notifications.Add(lines[at]);
                at++;
            }
            else
            {
                throw new ControlProtocolException("A line outside of any answer.");
            }
        }
        return new ControlReply(blocks, notifications);
    }
}
