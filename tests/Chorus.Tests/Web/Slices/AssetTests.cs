using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Chorus.Web.Views;

namespace Chorus.Tests.Web.Slices;

public sealed partial class AssetTests
{
    [Fact]
    public void Vendored_files_are_what_VENDORED_says()
    {
        var folder = Repository.Folder("wwwroot/vendor/htmx");
        var lines = File.ReadAllLines(Path.Combine(folder, "VENDORED.txt")).Select(line => HashLine().Match(line)).Where(match => match.Success).ToList();
        Assert.Equal(3, lines.Count);
        foreach (var line in lines)
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, line.Groups["file"].Value));
            Assert.Equal(line.Groups["hash"].Value, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    [Theory]
    [InlineData(@"hx-on|js:|javascript:|hx-trigger=""[^""]*\[")]
    [InlineData(@"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=")]
    [InlineData(@"https?://")]
    public void No_slice_needs_what_the_content_security_policy_forbids(string pattern)
    {
        foreach (var file in Slices())
        {
            Assert.False(Regex.IsMatch(File.ReadAllText(file), pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5)), $"{Path.GetFileName(file)} matches {pattern}");
        }
    }

    [Fact]
    public void Only_the_screen_is_written_without_encoding()
    {
        var raw = Slices().Where(file => RawOutput().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName);
        Assert.Equal(["ScreenPanel.cshtml"], raw);
    }

    [Fact]
    public void Every_symbol_a_slice_uses_is_in_the_sprite()
    {
        var sprite = File.ReadAllText(Repository.Folder("wwwroot/icons/sprite.svg"));
        var names = Slices().SelectMany(file => SymbolName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Concat(BoardGroup.All.Select(group => $"st-{group.Icon}"))
            .Concat(["play", "pause", "stop", "restart", "reopen"]);
        Assert.All(names, name => Assert.Contains($"id=\"{name}\"", sprite, StringComparison.Ordinal));
    }

    [Fact]
    public void Scripts_and_stylesheets_load_nothing_from_elsewhere()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("wwwroot/css")).Concat(Directory.EnumerateFiles(Repository.Folder("wwwroot/js"), "*", SearchOption.AllDirectories)))
        {
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg)|@import|eval\(|innerHTML", File.ReadAllText(file));
        }
    }

    [Fact]
    public void The_configuration_of_htmx_is_valid_JSON_and_refuses_what_must_be_refused()
    {
        using var config = System.Text.Json.JsonDocument.Parse(HtmxConfig.Json);
        Assert.Equal("sse", config.RootElement.GetProperty("extensions").GetString());
        Assert.Equal("same-origin", config.RootElement.GetProperty("mode").GetString());
        Assert.False(config.RootElement.GetProperty("history").GetBoolean());
        Assert.False(config.RootElement.GetProperty("includeIndicatorCSS").GetBoolean());
    }

    private static IEnumerable<string> Slices() =>
        Directory.EnumerateFiles(Repository.Folder("src/Chorus.Tool/Web/Slices"), "*.cshtml", SearchOption.AllDirectories);

    [GeneratedRegex(@"^(?<hash>[0-9a-f]{64})  (?<file>\S+)$")]
    private static partial Regex HashLine();

    [GeneratedRegex(@"HtmlString|Html\.Raw|WriteLiteral|IHtmlContent|UnencodedHtml")]
    private static partial Regex RawOutput();

    [GeneratedRegex("""(?:IconView>\(new\("|sprite\.svg#)([a-z-]+)["]""")]
    private static partial Regex SymbolName();
}
