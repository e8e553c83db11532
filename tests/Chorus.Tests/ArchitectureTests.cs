using System.Text.RegularExpressions;

namespace Chorus.Tests;

/// <summary>Holds the source to the folder table of ARCHITECTURE.md: who may import whom, how long a file may be, what a slice may contain.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 400;
    private const int LongestSlice = 120;

    private static readonly string[] Leaves = ["Configuration", "Events", "Processes", "Storage"];

    /// <summary>Folder → what it may import besides itself. Only the program file at the top may import everything.</summary>
    private static readonly Dictionary<string, string[]> MayImport = new()
    {
        ["Configuration"] = [],
        ["Events"] = [],
        ["Processes"] = [],
        ["Storage"] = ["Configuration"],
        ["Tmux"] = ["Processes", "Configuration"],
        ["Stacks"] = ["Processes", "Configuration"],
        ["Claude"] = ["Processes", "Configuration"],
        ["Terminal"] = ["Tmux", "Processes", "Configuration"],
        ["Documents"] = ["Storage", "Events", "Configuration"],
        ["Tasks"] = ["Documents", "Tmux", "Stacks", "Claude", .. Leaves],
        ["Permissions"] = ["Tasks", "Claude", .. Leaves],
        ["Notifications"] = ["Permissions", "Tasks", .. Leaves],
        ["Web"] = ["Notifications", "Permissions", "Tasks", "Documents", "Terminal", "Claude", "Stacks", "Tmux", .. Leaves],
        ["Commands"] = ["Web", "Notifications", "Permissions", "Tasks", "Documents", "Terminal", "Claude", "Stacks", "Tmux", .. Leaves],
    };

    private static readonly string Root = FindRoot();
    private static readonly string Tool = Path.Combine(Root, "src", "Chorus.Tool");

    [Fact]
    public void A_folder_imports_only_what_the_table_allows()
    {
        var offences = SourceFiles()
            .Where(file => FolderOf(file) is not null)
            .SelectMany(file => Imports(file)
                .Where(import => import != FolderOf(file) && !MayImport[FolderOf(file)!].Contains(import))
                .Select(import => $"{Path.GetRelativePath(Root, file)} imports Chorus.{import}"));

        Assert.Empty(offences);
    }

    [Fact]
    public void Every_folder_stands_in_the_table()
    {
        var unknown = SourceFiles().Select(FolderOf).OfType<string>().Where(folder => !MayImport.ContainsKey(folder)).Distinct();

        Assert.Empty(unknown);
    }

    [Fact]
    public void No_file_is_longer_than_one_can_take_in()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(IsWritten);
        var offences = SourceFiles().Concat(tests)
            .Select(file => (File: file, Lines: File.ReadLines(file).Count()))
            .Where(entry => entry.Lines > (IsSlice(entry.File) ? LongestSlice : LongestFile))
            .Select(entry => $"{Path.GetRelativePath(Root, entry.File)} has {entry.Lines} lines");

        Assert.Empty(offences);
    }

    [Fact]
    public void No_slice_carries_a_script_or_a_style_of_its_own()
    {
        var offences = SourceFiles().Where(IsSlice)
            .SelectMany(file => InlineCode().Matches(File.ReadAllText(file))
                .Select(match => $"{Path.GetRelativePath(Root, file)}: {match.Value.Trim()}"));

        Assert.Empty(offences);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("<script src=\"/js/chorus.js\" defer></script>", false)]
    [InlineData("<p style=\"color: red\">", true)]
    [InlineData("<button onclick=\"go()\">", true)]
    [InlineData("<button hx-on:click=\"go()\">", true)]
    [InlineData("<form hx-vals=\"js:{now: 1}\">", true)]
    [InlineData("<form hx-trigger=\"keyup[key=='Enter']\">", true)]
    [InlineData("<p class=\"style\">It depends on=time</p>", false)]
    public void The_check_for_inline_code_sees_each_form_of_it(string html, bool isInline) =>
        Assert.Equal(isInline, InlineCode().IsMatch(html));

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Tool, "*.*", SearchOption.AllDirectories).Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || IsSlice(file)).Where(IsWritten);

    private static bool IsSlice(string file) => file.EndsWith(".cshtml", StringComparison.Ordinal);

    private static bool IsWritten(string file) =>
        !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string? FolderOf(string file) =>
        Path.GetRelativePath(Tool, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : null;

    /// <summary>Folders a file names in a using line or by a qualified name; a comment may name anything.</summary>
    private static IEnumerable<string> Imports(string file) =>
        File.ReadLines(file)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal))
            .SelectMany(line => QualifiedName().Matches(line).Select(match => match.Groups[1].Value))
            .Where(MayImport.ContainsKey)
            .Distinct();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Chorus.sln"))) { folder = folder.Parent; }
        return folder?.FullName ?? throw new InvalidOperationException($"No Chorus.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\bChorus\.([A-Z]\w+)")]
    private static partial Regex QualifiedName();

    /// <summary>Inline script and style, and the three htmx features that build code from text.</summary>
    [GeneratedRegex(@"<script(?![^>]*\ssrc=)[^>]*>|<style|<[a-z][^>]*\s(style|on[a-z]+|hx-on[^=\s]*)\s*=|=\s*[""']js:|hx-trigger=""[^""]*\[", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();
}
