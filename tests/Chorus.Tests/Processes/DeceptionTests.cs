using Chorus.Processes;

namespace Chorus.Tests.Processes;

public sealed class DeceptionTests
{
    [Fact]
    public void Every_spoofed_command_is_found()
    {
        Assert.Equal(200, DeceptionCorpus.Spoofed.Count);
        var missed = DeceptionCorpus.Spoofed.Where(line => !DeceptionCorpus.IsInput(line) && !UntrustedText.IsDeceptive(line, out _));
        Assert.Empty(missed.Select(DeceptionCorpus.Spell));
    }

    [Fact]
    public void No_honest_command_is_suspected_or_changed()
    {
        Assert.Equal(200, DeceptionCorpus.Honest.Count);
        foreach (var line in DeceptionCorpus.Honest.Where(line => !DeceptionCorpus.IsInput(line)))
        {
            Assert.False(UntrustedText.IsDeceptive(line, out var findings), $"{line}: {string.Join("; ", findings)}");
            Assert.Equal(line, UntrustedText.Visible(line));
        }
    }
}
