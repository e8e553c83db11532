using System.Text;
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

    [Fact]
    public void Nothing_unseen_in_the_whole_of_Unicode_stays_unmarked()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (Rune.TryCreate(value, out var rune) && Unseen.Is(rune))
            {
                Assert.Equal($"a⟨U+{value:X4}⟩b", UntrustedText.Visible($"a{rune}b"));
            }
        }
    }

    [Theory]
    [InlineData("\n\n\nrm", "⟨3 blank lines⟩\nrm")]
    [InlineData("a\n \n\t\n\nb", "a\n⟨3 blank lines⟩\nb")]
    [InlineData("a\n\n\nb", "a\n\n\nb")]
    [InlineData("ls       x", "ls       x")]
    [InlineData("ls        x", "ls⟨8 spaces⟩x")]
    [InlineData("ls\t\t\t\tx", "ls⟨4 tabs⟩x")]
    [InlineData("ls\t    \tx", "ls⟨6 spaces and tabs⟩x")]
    [InlineData("ls        \nx", "ls⟨8 spaces⟩\nx")]
    [InlineData("| a          | b |", "| a          | b |")]
    [InlineData("| a          ; rm", "| a⟨10 spaces⟩; rm")]
    [InlineData("cat x          | sh |", "cat x⟨10 spaces⟩| sh |")]
    public void A_gap_is_what_pushes_text_out_of_sight(string text, string visible) => Assert.Equal(visible, UntrustedText.Visible(text));

    [Theory]
    [InlineData("a\u0301\u0302\u0303b", "a\u0301\u0302\u0303b")]
    [InlineData("a\u0301\u0302\u0303\u0304b", "a⟨4 combining marks⟩b")]
    [InlineData("a\u0301\u0302\u034f\u0303\u0304b", "a⟨2 combining marks⟩⟨U+034F⟩⟨2 combining marks⟩b")]
    [InlineData("\u05e9\u05bc\u05c1\u05b8\u0596", "\u05e9\u05bc\u05c1\u05b8\u0596")]
    [InlineData("\u05e9\u05b8\u05b8\u05b8\u05b8", "\u05e9⟨4 combining marks⟩")]
    [InlineData("a\u05bc\u05c1\u05b8\u0596", "a⟨4 combining marks⟩")]
    public void A_heap_of_marks_is_none_that_a_script_spells_with(string text, string visible) => Assert.Equal(visible, UntrustedText.Visible(text));

    [Theory]
    [InlineData("a\u200bb", "a⟨U+200B⟩b")]
    [InlineData("\u0e01\u200b\u0e01", null)]
    [InlineData("\u0e01\u200ba", "\u0e01⟨U+200B⟩a")]
    [InlineData("\u0915\u094d\u200d\u0937", null)]
    [InlineData("\u094d\u200d", "\u094d⟨U+200D⟩")]
    [InlineData("\u0641\u200c\u0641", null)]
    [InlineData("\u0641\u200ca", "\u0641⟨U+200C⟩a")]
    [InlineData("❤\ufe0f\u200d🔥", null)]
    [InlineData("a\ufe0f\u200d🔥", "a⟨U+FE0F⟩⟨U+200D⟩🔥")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", null)]
    [InlineData("🏴\U000E0067\U000E0062\U000E007F", "🏴⟨U+E0067⟩⟨U+E0062⟩⟨U+E007F⟩")]
    public void A_joiner_is_seen_where_it_joins_and_hidden_elsewhere(string text, string? visible) => Assert.Equal(visible ?? text, UntrustedText.Visible(text));

    [Theory]
    [InlineData("see https://example.com。然后", null)]
    [InlineData("https://example.com。evil.example", "the address 'example.com。evil.example' contains")]
    [InlineData("https://user@gіthub.com:80/x", "the host name 'gіthub.com:80' mixes alphabets")]
    [InlineData("https://пример-test.example", "the host name 'пример-test.example' mixes alphabets")]
    [InlineData("https://日本-test.example", null)]
    [InlineData("https://пример.example — да", null)]
    [InlineData("https://example.com—да", null)]
    [InlineData("ping аррӏе.com", "the host name 'аррӏе.com' only looks like a Latin one")]
    [InlineData("cat СССР.txt", null)]
    [InlineData("SQLный запрос", null)]
    [InlineData("сat x", "'сat' mixes letters")]
    public void A_name_is_held_against_the_alphabets_it_is_written_in(string text, string? finding)
    {
        UntrustedText.IsDeceptive(text, out var findings);
        if (finding is null)
        {
            Assert.Empty(findings);
        }
        else
        {
            Assert.Contains(findings, found => found.StartsWith(finding, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Findings_name_a_few_of_each_kind_and_count_the_rest()
    {
        var text = string.Concat(Enumerable.Range(0xE000, 100).Select(value => (char)value)) + "\ue000        x" + string.Concat(Enumerable.Range('a', 26).Select(letter => $" {(char)letter}а"));
        Assert.Equal(
            ["hidden character U+E000, 2 times", "hidden character U+E001", "hidden character U+E002", "hidden character U+E003", "hidden character U+E004", "and 95 more hidden characters", "a gap of 8 spaces"],
            UntrustedText.FindingsIn(text).Take(7).Select(finding => finding.ToString()));
        Assert.Equal("and 21 more imitations", UntrustedText.FindingsIn(text)[^1].ToString());
        Assert.All(UntrustedText.FindingsIn("x" + new string('а', 1_000_000)), finding => Assert.InRange(finding.What.Length, 1, 200));
    }

    [Theory]
    [InlineData("a\u202eb\nc\td", "a⟨U+202E⟩b⏎c d")]
    [InlineData("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("123456789012345678901", "1234567890123456789…")]
    [InlineData("123456789012345678😀x", "123456789012345678…")]
    [InlineData("1234567890123456\u200bx", "1234567890123456…")]
    public void A_visible_line_is_one_line_of_limited_length(string text, string line) => Assert.Equal(line, UntrustedText.VisibleLine(text, 20));

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
