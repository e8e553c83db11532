using Chorus.Web.Views;

namespace Chorus.Tests.Web.Views;

public sealed class AgesTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3599, "59 min")]
    [InlineData(3600, "1 h")]
    [InlineData(172799, "47 h")]
    [InlineData(172800, "2 days")]
    public void An_age_is_one_unit_rounded_down(int seconds, string words) =>
        Assert.Equal(words, Ages.Words(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "Nothing needs you")]
    [InlineData(1, "One needs you")]
    [InlineData(2, "Two need you")]
    [InlineData(12, "Twelve need you")]
    [InlineData(13, "13 need you")]
    public void The_inbox_is_a_sentence(int count, string sentence) => Assert.Equal(sentence, Counts.NeedYou(count));
}
