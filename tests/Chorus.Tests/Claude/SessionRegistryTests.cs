using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

using Chorus.Claude;
using Chorus.Processes;
using Chorus.Tests.Processes;

namespace Chorus.Tests.Claude;

public sealed class SessionRegistryTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("chorus-registry-").FullName;
    private readonly RunningProcess program = RunningProcess.Start(new ProcessRequest("sleep", ["60"]));
    private readonly SessionRegistry registry;

    public SessionRegistryTests() => registry = new SessionRegistry(home);

    private string Folder => Path.Combine(home, "sessions");

    public void Dispose()
    {
        registry.Dispose();
        program.Kill();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void The_recorded_file_is_understood()
    {
        var entry = SessionRegistry.Parse(Sample.Bytes("session-registry.json"), 14723);
        Assert.Equal(
            new RegistryEntry(14723, "33333333-3333-4333-8333-333333333333", "RES", "/project", "waiting", "permission prompt", DateTimeOffset.FromUnixTimeMilliseconds(1795421425286), "293834"),
            entry);
        Assert.Equal(new ClaudeSignal.RegistryObserved("waiting", "permission prompt", DateTimeOffset.FromUnixTimeMilliseconds(1795421425286)), entry!.ToSignal());
    }

    [Fact]
    public void A_living_process_is_found_by_its_number()
    {
        Write(program.Id, Entry(program.Id, "busy"));
        Assert.Equal("busy", registry.Find(program.Id)?.Status);
    }

    [Fact]
    public void Without_folder_or_file_nothing_is_found()
    {
        registry.Watch();
        Assert.Null(registry.Find(program.Id));
        Directory.CreateDirectory(Folder);
        Assert.Null(registry.Find(program.Id));
        Assert.Null(registry.Find(0));
        Assert.Null(registry.Find(-5));
    }

    [Fact]
    public async Task A_process_that_was_killed_leaves_its_file_behind()
    {
        Write(program.Id, Entry(program.Id, "busy"));
        Assert.False(registry.LeftBehind(program.Id));
        program.Kill();
        await program.Exited;
        Assert.True(registry.LeftBehind(program.Id));
        File.Delete(Path.Combine(Folder, $"{program.Id}.json"));
        Assert.False(registry.LeftBehind(program.Id));
        Assert.False(registry.LeftBehind(0));
    }

    [Fact]
    public async Task The_file_of_a_dead_process_counts_for_nothing()
    {
        Write(program.Id, Entry(program.Id, "busy"));
        program.Kill();
        await program.Exited;
        Assert.Null(registry.Find(program.Id));
    }

    [Fact]
    public void The_file_of_an_earlier_process_with_the_same_number_counts_for_nothing()
    {
        Write(program.Id, Entry(program.Id, "busy", procStart: "1"));
        Assert.Null(registry.Find(program.Id));
    }

    [Fact]
    public void The_file_must_be_about_the_process_it_is_named_after()
    {
        Write(program.Id, Entry(1, "busy"));
        Assert.Null(registry.Find(program.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("{\"pid\":\"x\"}")]
    [InlineData("{\"pid\":")]
    [InlineData("{\"pid\":99999999999999}")]
    [InlineData("{\"pid\":1,\"sessionId\":\"s\",\"status\":7}")]
    public void A_half_written_file_leaves_the_last_word_standing(string text)
    {
        Write(program.Id, text);
        Assert.Null(registry.Find(program.Id));
        Write(program.Id, Entry(program.Id, "idle"));
        Assert.Equal("idle", registry.Find(program.Id)?.Status);
        Write(program.Id, text);
        Assert.Equal("idle", registry.Find(program.Id)?.Status);
        File.Delete(FileOf(program.Id));
        Assert.Null(registry.Find(program.Id));
    }

    [Fact]
    public void Odd_values_do_no_harm()
    {
        Write(program.Id, $$"""{"pid":{{program.Id}},"sessionId":"s","status":"idle","statusUpdatedAt":1e300,"waitingFor":[],"procStart":null}""");
        Assert.Equal(DateTimeOffset.UnixEpoch, registry.Find(program.Id)?.StatusUpdatedAt);
    }

    [Fact]
    public async Task What_comes_changes_and_goes_is_told_within_moments()
    {
        registry.Watch();
        Directory.CreateDirectory(Folder);
        registry.Watch();
        var told = new ConcurrentQueue<int>();
        registry.Changed += told.Enqueue;
        foreach (var change in new Action[] { () => Write(program.Id, Entry(program.Id, "busy")), () => Write(program.Id, Entry(program.Id, "idle")), () => File.Delete(FileOf(program.Id)) })
        {
            told.Clear();
            change();
            await Wait.UntilAsync(() => told.Contains(program.Id));
        }
    }

    [Fact]
    public async Task Only_files_named_after_a_number_are_told_of()
    {
        Directory.CreateDirectory(Folder);
        registry.Watch();
        var told = new ConcurrentQueue<int>();
        registry.Changed += told.Enqueue;
        foreach (var name in new[] { "5.abc.key", "x.json", "-5.json", "+5.json", "5.json.bak", "99999999999.json", ".json", "7.json" })
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, name), Entry(5, "busy"));
        }

        await Wait.UntilAsync(() => told.Contains(7));
        Assert.All(told, pid => Assert.Equal(7, pid));
    }

    private static string Entry(int pid, string status, string? procStart = null) =>
        $$"""{"pid":{{pid.ToString(CultureInfo.InvariantCulture)}},"sessionId":"s","status":"{{status}}","statusUpdatedAt":1795421425286,"procStart":"{{procStart ?? StartOf(pid)}}"}""";

    private static string StartOf(int pid) => File.Exists($"/proc/{pid}/stat") ? File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ')[19] : "0";

    private string FileOf(int pid) => Path.Combine(Folder, pid.ToString(CultureInfo.InvariantCulture) + ".json");

    private void Write(int pid, string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(FileOf(pid), text, new UTF8Encoding(false));
    }
}
