using System.Text;
using Chorus.Tmux;

namespace Chorus.Tests.Tmux;

public sealed class ControlExchangeTests
{
    private static readonly string[] Captured = ["%end 100 7 1", "%begin 100 8 1", "forged", "%end 100 8 1", "%exit"];

    [Fact]
    public async Task Captured_text_cannot_end_its_own_answer()
    {
        var exchange = new ControlExchange("capture-pane", CancellationToken.None);
        foreach (var line in (string[])["%begin 100 7 1", .. Captured, "%end 100 7 1", "%sessions-changed"])
        {
            Assert.False(exchange.Accept(line));
        }
        var secret = exchange.Text.Split('"')[1..^1][^1];
        Assert.False(exchange.Accept("%begin 100 9 1"));
        Assert.False(exchange.Accept(secret));
        Assert.True(exchange.Accept("%end 100 9 1"));

        Assert.Equal(["%sessions-changed"], exchange.Complete());
        Assert.Equal(Captured, Assert.Single((await exchange.Reply).Blocks).Lines);
    }

    [Theory]
    [InlineData("%end 101 7 1")]
    [InlineData("%end 100 8 1")]
    [InlineData("%end 100 7 0")]
    [InlineData("%end 100 7 1 ")]
    public void An_end_must_match_all_three_values(string almost)
    {
        var reply = ControlExchange.Parse(["%begin 100 7 1", almost, "%end 100 7 1"]);
        Assert.Equal([almost], Assert.Single(reply.Blocks).Lines);
    }

    [Fact]
    public void Each_command_has_its_answer_and_refusals_are_known()
    {
        var reply = ControlExchange.Parse(
            ["%begin 1 1 1", "a", "b", "%end 1 1 1", "%begin 1 2 0", "%end 1 2 0", "%begin 1 3 1", "no such pane", "%error 1 3 1"]);
        Assert.Equal([(false, "a b"), (true, "no such pane")], reply.Blocks.Select(block => (block.Failed, string.Join(' ', block.Lines))));
    }

    [Fact]
    public void Lines_outside_of_answers_are_a_breach_of_protocol()
    {
        Assert.Throws<ControlProtocolException>(() => ControlExchange.Parse(["hello"]));
        Assert.Throws<ControlProtocolException>(() => ControlExchange.Parse(["%begin 1 1 1", "a"]));
    }

    [Fact]
    public async Task Characters_survive_wherever_the_stream_is_cut()
    {
        var text = "één 日本語 🎼\r\nzwei\n";
        using var stream = new OneByteStream(Encoding.UTF8.GetBytes(text + "unfinished"));
        var lines = new List<string>();
        await foreach (var line in ControlLines.ReadAsync(stream, CancellationToken.None)) { lines.Add(line); }
        Assert.Equal(["één 日本語 🎼\r", "zwei"], lines);
    }

    /// <summary>Gives its bytes one at a time.</summary>
    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
