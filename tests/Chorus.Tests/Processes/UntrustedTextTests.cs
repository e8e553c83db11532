using Chorus.Processes;

namespace Chorus.Tests.Processes;

public sealed class UntrustedTextTests
{
    public static TheoryData<string> Honest() => new(
        "git commit -m 'Añadir café'", "crème brûlée naïve Ångström", "echo 日本語テスト", "こんにちは　世界", "한국어 문서", "Привет, мир", "Γειά σου Κόσμε", "مرحبا بالعالم", "فایل‌ها",
        "🎼 👍🏽 ❤️ 👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ #️⃣ ☎︎ 🇩🇪", "Δt = 3 μs, 5 Ω, π ≈ 3.14", "e\u0301", "→ done ✓ — “quoted” … €", "curl https://münchen.example/x", "https://пример.example/", "отчёт-v2.txt",
        "def f():\n        if x:\n            return 1\n", "a\n\n\nb", "a\tb\tc", "ls -la   # three", "日本abc.example");

    public static TheoryData<string> Spoofed() => new(
        "rm\u202E gpj.exe", "a\u200Bb", "a\u2066b", "a\u00A0b", "a\u00ADb", "a\rb", "a\bb", "\x1b[2J", "\u009b31m", "a\u2028b", "a\u3164b", "a\u2800b", "a\uFE0Fb", "a\u200Db", "a\uE000b",
        "a\U000E0041b", "a\U000E0100b", "a\u3000b", "a\uFEFFb", "x\u034Fy", "x\uFFA0y", "ls        ; rm -rf /", "ls" + "\n\n\n\n" + "rm -rf /", "ls\t\t\t\trm", new string(' ', 60) + "rm",
        "curl https://gіthub.example/x", "сurl https://a.example", "https://аррӏе.com/", "https://github.com\u2215login.example/", "https://a.example\uFF0Fb", "ρaypal.example");

    [Theory]
    [MemberData(nameof(Honest))]
    public void Honest_text_is_left_alone(string text)
    {
        Assert.False(UntrustedText.IsDeceptive(text, out var findings), string.Join('\n', findings));
        Assert.Equal(text, UntrustedText.Visible(text));
    }

    [Theory]
    [MemberData(nameof(Spoofed))]
    public void Text_that_is_not_what_it_seems_is_found(string text)
    {
        Assert.True(UntrustedText.IsDeceptive(text, out var findings));
        Assert.NotEmpty(findings);
    }

    [Fact]
    public void Every_hidden_character_of_the_whole_of_Unicode_is_marked()
    {
        int[] ranges = [0x00, 0x08, 0x0B, 0x1F, 0x7F, 0x9F, 0x200B, 0x200F, 0x2028, 0x202F, 0x205F, 0x2064, 0xFE00, 0xFE0F, 0xE0001, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF, 0xE000, 0xF8FF];
        foreach (var pair in ranges.Chunk(2))
        {
            for (var value = pair[0]; value <= pair[1]; value++)
            {
                Assert.Equal($"a⟨U+{value:X4}⟩b", UntrustedText.Visible($"a{char.ConvertFromUtf32(value)}b"));
            }
        }
    }

    [Fact]
    public void Half_a_character_is_marked_too()
    {
        Assert.Equal("a⟨U+D800⟩b", UntrustedText.Visible("a\ud800b"));
        Assert.True(UntrustedText.IsDeceptive("\udc00", out _));
    }

    [Fact]
    public void Gaps_are_shown_with_their_size()
    {
        Assert.Equal("ls⟨12 spaces⟩; rm\nx⟨5 blank lines⟩\n    y", UntrustedText.Visible("ls            ; rm\nx\n\n\n\n\n\n    y").Replace("x\n⟨", "x⟨", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\nERROR x", "a\\nERROR x")]
    [InlineData("a\x1b]0;t\ab\u202e\r\t", "a\\x1b]0;t\\x07b\\u202e\\r\\t")]
    [InlineData("c\u009bd\U000E0041", "c\\x9bd\\U000e0041")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "123456789…")]
    [InlineData("12345678🎼", "12345678🎼")]
    [InlineData("12345678🎼x", "12345678…")]
    public void A_single_line_is_one_line_of_limited_length(string text, string line) =>
        Assert.Equal(line, UntrustedText.SingleLine(text, line.Contains('\\', StringComparison.Ordinal) ? 100 : 10));

    [Theory]
    [InlineData("a\x1b[201~b\r", "a[201~b")]
    [InlineData("a\r\nb\tc\n", "a\nb\tc\n")]
    [InlineData("\u0000\u0007\u007f\u009b\u202ex", "x")]
    [InlineData("$(x) `y` 'z' \"🎼\" ü", "$(x) `y` 'z' \"🎼\" ü")]
    public void Text_for_a_terminal_carries_no_commands_to_it(string text, string typed) => Assert.Equal(typed, UntrustedText.ForTerminalInput(text));
}
