using System.Security.Cryptography;
using System.Text.Json;
using Chorus.Commands;
using Chorus.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Chorus.Tests.Commands.Doctor;

/// <summary>What the doctor said about one subject, as its JSON has it.</summary>
internal sealed record Said(string Status, string What, string? Cure);

/// <summary>A machine of a few played programs, and a project on it, for the doctor to look at.</summary>
internal sealed class DoctorPlace : IDisposable
{
    public const string GoodCurl = "echo 'curl 8.1 (test)'; echo 'Features: IPv6 UnixSockets'";

    private readonly string root = Directory.CreateTempSubdirectory("chorus-doctor-").FullName;

    public DoctorPlace()
    {
        Directory.CreateDirectory(Path.Combine(Project, "src"));
        Directory.CreateDirectory(Path.Combine(root, "home"));
        Program("tmux", "echo tmux 3.4");
        Program("claude", "echo '2.1.330 (Claude Code)'");
        Program("git", "echo git version 2.39.5");
        Program("curl", GoodCurl);
    }

    public string Project => Path.Combine(root, "project");

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Made as by <c>chorus serve</c>.</summary>
    public StateFolder State => StateFolder.Open(Project, Variable);

    /// <summary>Makes a program of this name. A file that was just written could not always be run: a process that another test starts may still hold it open.</summary>
    public void Program(string name, string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "bin")).FullName, name);
        File.WriteAllText(path + ".script", script + "\n");
        if (!File.Exists(path)) { File.CreateSymbolicLink(path, Path.Combine(Repository.Root, "tests", "Chorus.Tests", "Commands", "Doctor", "played-program")); }
    }

    public void WithoutProgram(string name) => File.Delete(Path.Combine(root, "bin", name));

    public void Configure(string toml) => File.WriteAllText(Path.Combine(Project, "chorus.toml"), toml);

    /// <summary>Runs <c>chorus doctor</c> in the project, or in a folder of it.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string folder = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new CommandIO(TextReader.Null, output, error, Variable, Path.Combine(Project, folder)) { Clock = Clock };
        return (await CommandLine.RunAsync(["doctor", .. arguments], io, CancellationToken.None), output.ToString(), error.ToString());
    }

    /// <summary>The only finding about a subject.</summary>
    public async Task<Said> AskAsync(string subject, params string[] arguments)
    {
        var (_, output, _) = await RunAsync([.. arguments, "--json"]);
        var finding = JsonElement.Parse(output).EnumerateArray().Single(one => one.GetProperty("subject").GetString() == subject);
        return new Said(finding.GetProperty("status").GetString()!, finding.GetProperty("what").GetString()!, finding.GetProperty("cure").GetString());
    }

    /// <summary>Every file and folder with its mode, the time of its last change and its content.</summary>
    public IReadOnlyList<string> Tree() =>
        [.. new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(new DirectoryInfo(root)).Select(Describe).Order(StringComparer.Ordinal)];

    public string? Variable(string name) => name switch
    {
        "PATH" => Path.Combine(root, "bin"),
        "HOME" => Path.Combine(root, "home"),
        "XDG_STATE_HOME" => Path.Combine(root, "s"),
        _ => Variables.GetValueOrDefault(name),
    };

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Describe(FileSystemInfo entry)
    {
        var content = entry is FileInfo { Length: > 0 } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "";
        return $"{entry.FullName} {entry.UnixFileMode} {entry.LastWriteTimeUtc.Ticks} {content}";
    }
}
