using System.Text.Json;
using System.Text.Json.Nodes;
using Chorus.Configuration;
using Chorus.Permissions;

namespace Chorus.Tests.Permissions;

public sealed class FileChangesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-changes-").FullName;
    private readonly FileChanges changes;

    public FileChangesTests()
    {
        Directory.CreateDirectory(Project);
        changes = new FileChanges(StateFolder.Locate(Project, name => name == "HOME" ? folder : null));
    }

    private string Project => Path.Combine(folder, "storefront");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_edit_is_shown_with_the_numbers_and_the_lines_of_its_file()
    {
        Write("a.ts", string.Concat(Enumerable.Range(1, 30).Select(line => $"line {line}\n")));
        var change = Edit("a.ts", "line 15\nline 16", "line 15\nline 15 b\nline sixteen")!;
        Assert.Equal(
            [
                "… 12", " 13/13 line 13", " 14/14 line 14", " 15/15 line 15",
                "-16/ line 16", "+/16 line 15 b", "+/17 line sixteen",
                " 17/18 line 17", " 18/19 line 18", " 19/20 line 19", "… 11",
            ],
            change.Lines.Select(Shown));
        Assert.Equal((2, 1, "", false), (change.Added, change.Removed, change.Note, change.IsNew));
        Assert.Equal(change.Lines, FileChange.FromJson(change.ToJson())!.Lines);
    }

    [Fact]
    public void A_part_of_a_line_is_shown_as_its_whole_line()
    {
        Write("a.ts", "const key = random()\nnext\n");
        Assert.Equal(["-1/ const key = random()", "+/1 const key = 'fixed'", " 2/2 next"], Edit("a.ts", "random()", "'fixed'")!.Lines.Select(Shown));
    }

    [Fact]
    public void Every_place_of_an_edit_that_replaces_all_is_shown()
    {
        Write("a.ts", "a\n1\n2\n3\n4\n5\n6\n7\n8\na\n");
        var change = changes.For("Edit", Input(new() { ["file_path"] = "a.ts", ["old_string"] = "a", ["new_string"] = "b", ["replace_all"] = true }), Project)!;
        Assert.Equal(["-1/ a", "+/1 b", " 2/2 1", " 3/3 2", " 4/4 3", "… 2", " 7/7 6", " 8/8 7", " 9/9 8", "-10/ a", "+/10 b"], change.Lines.Select(Shown));
    }

    [Fact]
    public void A_new_file_is_all_additions()
    {
        var change = changes.For("Write", Input(new() { ["file_path"] = Path.Combine(Project, "new.md"), ["content"] = "one\ntwo\n" }), "/elsewhere")!;
        Assert.True(change.IsNew);
        Assert.Equal(["+/1 one", "+/2 two"], change.Lines.Select(Shown));
    }

    [Fact]
    public void A_file_that_is_written_over_is_shown_by_what_changes()
    {
        Write("a.md", "one\ntwo\nthree\n");
        var change = changes.For("Write", Input(new() { ["file_path"] = "a.md", ["content"] = "one\n2\nthree\n" }), Project)!;
        Assert.Equal([" 1/1 one", "-2/ two", "+/2 2", " 3/3 three"], change.Lines.Select(Shown));
    }

    [Fact]
    public void Windows_line_ends_are_shown_only_where_they_change()
    {
        Write("dos.md", "one\r\ntwo\r\n");
        Assert.Equal([" 1/1 one", "-2/ two", "+/2 2"], Edit("dos.md", "two", "2")!.Lines.Select(Shown));
        Assert.Equal(["-1/ one\r", "+/1 one", " 2/2 two\r"], Edit("dos.md", "one\r\n", "one\n")!.Lines.Select(Shown));
    }

    [Fact]
    public void A_last_line_that_gets_or_loses_its_line_break_is_told()
    {
        Write("a.md", "one\ntwo");
        Assert.Contains("would get a line break", Edit("a.md", "two", "two\n")!.Note, StringComparison.Ordinal);
        Write("b.md", "one\ntwo\n");
        Assert.Contains("without a line break", Edit("b.md", "two\n", "two")!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_edits_are_shown_together()
    {
        Write("a.md", "one\ntwo\nthree\n");
        var edits = new JsonArray(new JsonObject { ["old_string"] = "one", ["new_string"] = "1" }, new JsonObject { ["old_string"] = "1\ntwo", ["new_string"] = "1\n2" });
        var change = changes.For("MultiEdit", Input(new() { ["file_path"] = "a.md", ["edits"] = edits }), Project)!;
        Assert.Equal(["-1/ one", "-2/ two", "+/1 1", "+/2 2", " 3/3 three"], change.Lines.Select(Shown));
    }

    [Fact]
    public void An_edit_that_does_not_fit_its_file_says_so()
    {
        Write("a.md", "one\n");
        var change = Edit("a.md", "two", "2")!;
        Assert.Contains("will fail", change.Note, StringComparison.Ordinal);
        Assert.Equal(["-/ two", "+/ 2"], change.Lines.Select(Shown));
        Assert.Equal("The file is not there.", Edit("missing.md", "two", "2")!.Note);
        Assert.Equal("Nothing would change.", Edit("a.md", "one", "one")!.Note);
    }

    [Fact]
    public void Nothing_outside_the_project_is_read_also_not_by_a_link()
    {
        File.WriteAllText(Path.Combine(folder, "secret.txt"), "before\nsecret\nafter\n");
        File.CreateSymbolicLink(Path.Combine(Project, "link.txt"), Path.Combine(folder, "secret.txt"));
        foreach (var path in new[] { Path.Combine(folder, "secret.txt"), "../secret.txt", "link.txt" })
        {
            var change = Edit(path, "secret", "x")!;
            Assert.Equal(["-/ secret", "+/ x"], change.Lines.Select(Shown));
        }

        var written = changes.For("Write", Input(new() { ["file_path"] = "../secret.txt", ["content"] = "x" }), Project)!;
        Assert.DoesNotContain(written.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("not shown", written.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_large_binary_or_no_file_is_not_read()
    {
        Write("large.txt", new string('x', 600_000) + "\nold\n");
        Write("binary", "old\0");
        Directory.CreateDirectory(Path.Combine(Project, "sub"));
        string[] paths = ["large.txt", "binary", "sub"];
        Assert.All(paths, path => Assert.Equal(["-/ old", "+/ new"], Edit(path, "old", "new")!.Lines.Select(Shown)));
    }

    [Theory]
    [InlineData("Bash", """{"command":"ls"}""")]
    [InlineData("Edit", """{"file_path":"a.md"}""")]
    [InlineData("Edit", """{"file_path":7,"old_string":"a","new_string":"b"}""")]
    [InlineData("Edit", """{"file_path":"a\u0000b","old_string":"a","new_string":"b"}""")]
    [InlineData("Write", """{"file_path":"a.md","content":"\ud83d"}""")]
    [InlineData("MultiEdit", """{"file_path":"a.md","edits":[{"old_string":"a"}]}""")]
    [InlineData("Write", "[]")]
    public void What_is_not_understood_is_not_shown_as_a_change(string tool, string input) =>
        Assert.Null(changes.For(tool, JsonElement.Parse(input), Project));

    /// <summary>"-16/ text": kind, number before, number after, text.</summary>
    private static string Shown(ChangedLine line) => line.Kind == "…" ? $"… {line.Text}" : $"{line.Kind}{line.Old}/{line.New} {line.Text}";

    private FileChange? Edit(string path, string old, string replacement) =>
        changes.For("Edit", Input(new() { ["file_path"] = path, ["old_string"] = old, ["new_string"] = replacement }), Project);

    private static JsonElement Input(JsonObject input) => JsonElement.Parse(input.ToJsonString());

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(Project, path), text);
}
