using System.Text;
using Chorus.Tests.Processes;
using Chorus.Web.Slices.Permissions;
using Xunit.Abstractions;

namespace Chorus.Tests.Web.Slices;

/// <summary>A request of a megabyte is shown whole and at a cost that grows with its length only, whatever it is made of.</summary>
public sealed class LargeRequestTests(ITestOutputHelper output)
{
    public static TheoryData<string> Pieces() => new(
        "npm test && ", "x", " ", "\n", "a        b", "\n\n\n\nx", "\t", "a\u200b", "\u200b\u202e", "e\u0301", "\u0301", "é", "日", "я", "😀", "👩\u200d💻", "क्\u200dष", "\ud800",
        "gіthub ", "а", "а.", "https://а", "https://", "://", "a:", "@", "| a          ", "|", "\"", "\\", "⟨U+202E⟩", "\U000E0041", "<");

    [Theory]
    [MemberData(nameof(Pieces))]
    public async Task The_cost_grows_with_the_length_only(string piece)
    {
        await MeasureAsync(piece, 2_000);
        var small = await MeasureAsync(piece, 100_000);
        var large = await MeasureAsync(piece, 1_000_000);
        Assert.True(large < 14 * small, $"{DeceptionCorpus.Spell(piece)}: {small:N0} bytes for 100 KB, {large:N0} for 1 MB");
        Assert.True(large < 500_000_000, $"{DeceptionCorpus.Spell(piece)}: {large:N0} bytes for 1 MB");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Deep_and_wide_inputs_cost_no_more(string open, string close)
    {
        var nest = string.Concat(Enumerable.Repeat(open, 50)) + "1" + string.Concat(Enumerable.Repeat(close, 50));
        string Wide(int size) => $"{{\"a\":[{string.Join(',', Enumerable.Repeat(nest, size / nest.Length))}]}}";
        var small = await CostAsync(Wide(100_000));
        var large = await CostAsync(Wide(1_000_000));
        Assert.True(large < 14 * small, $"{small:N0} bytes for 100 KB, {large:N0} for 1 MB");
    }

    private Task<long> MeasureAsync(string piece, int bytes)
    {
        var text = new StringBuilder();
        for (var size = 0; size < bytes; size += Encoding.UTF8.GetByteCount(piece))
        {
            text.Append(piece);
        }

        text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t").Replace("\ud800", "\\ud800");
        return CostAsync($$"""{"command":"{{text}}"}""");
    }

    /// <summary>Bytes allocated by one thread: the same on every machine, unlike time.</summary>
    private async Task<long> CostAsync(string json)
    {
        var thread = Environment.CurrentManagedThreadId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var html = await Html.TextAsync(DecisionCard.Create(Card.View(Card.Request("Bash", json))));
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{json.Length:N0} characters, {html.Length:N0} of HTML, {cost:N0} bytes allocated");
        return cost;
    }
}
