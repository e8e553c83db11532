using System.Net.ServerSentEvents;
using Chorus.Web;
using Microsoft.AspNetCore.Http;

namespace Chorus.Tests.Web;

public sealed class EventStreamTests
{
    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData("two\nlines")]
    [InlineData("\n\nempty ones \n\n")]
    [InlineData("data: not a field\nid: 7\nevent: x\n: no comment")]
    [InlineData("é 日本 😀👩\u200d🔧")]
    public async Task What_is_sent_is_what_a_browser_reads(string data)
    {
        var items = await SentAsync(new SseItem<string>(data) { EventId = "epoch-7", ReconnectionInterval = TimeSpan.FromMilliseconds(500) }, new SseItem<string>("", "heartbeat"), new SseItem<string>(data));
        Assert.Equal([("message", data), ("heartbeat", ""), ("message", data)], items.Select(item => (item.EventType, item.Data)));
        Assert.Equal(("epoch-7", TimeSpan.FromMilliseconds(500)), (items[0].EventId, items[0].ReconnectionInterval));
    }

    [Theory]
    [InlineData("a\rdata: b\r\nid: 7\rc")]
    public async Task A_carriage_return_starts_no_field(string data)
    {
        var item = Assert.Single(await SentAsync(new SseItem<string>(data)));
        Assert.Equal((data.ReplaceLineEndings("\n"), null), (item.Data, item.EventId));
    }

    [Fact]
    public async Task A_text_of_many_pieces_stays_whole_also_where_a_character_is_cut()
    {
        var data = "a" + string.Concat(Enumerable.Repeat("😀", 50_000)) + "\n" + string.Concat(Enumerable.Repeat("line é\n", 20_000));
        Assert.Equal(data, Assert.Single(await SentAsync(new SseItem<string>(data))).Data);
    }

    private static async Task<List<SseItem<string>>> SentAsync(params SseItem<string>[] items)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await new EventStream(items.ToAsyncEnumerable(), TimeProvider.System, CancellationToken.None).ExecuteAsync(context);
        Assert.Equal("text/event-stream", context.Response.ContentType);
        body.Position = 0;
        var read = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            read.Add(item);
        }

        return read;
    }
}
