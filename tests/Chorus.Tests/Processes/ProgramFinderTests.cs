using Chorus.Processes;

namespace Chorus.Tests.Processes;

public sealed class ProgramFinderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chorus-finder-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_first_executable_file_in_the_path_wins()
    {
        var first = Directory.CreateDirectory(Path.Combine(folder, "first")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(folder, "second")).FullName;
        File.WriteAllText(Path.Combine(first, "agent"), "no mode");
        Directory.CreateDirectory(Path.Combine(first, "tool"));
        var agent = Program(second, "agent");
        var tool = Program(second, "tool");
        Assert.Equal(agent, Find("agent", $"{first}:{second}"));
        Assert.Equal(tool, Find("tool", $"{first}:{second}"));
        Assert.Null(Find("agent", first));
        Assert.Null(Find("agent", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_is_no_name_is_not_found(string name) => Assert.Null(Find(name, "/bin"));

    [Fact]
    public void The_current_folder_is_never_searched()
    {
        var here = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        Program(folder, "git");
        Assert.Null(Find("git", $":.:{here}:"));
    }

    [Fact]
    public void A_path_is_taken_as_it_is()
    {
        var agent = Program(folder, "agent");
        Assert.Equal(agent, Find(agent, null));
        Assert.Equal(agent, Find(Path.GetRelativePath(Environment.CurrentDirectory, agent), null));
        Assert.Equal(agent, ProgramFinder.Find("~/agent", variable => variable == "HOME" ? folder : null));
        Assert.Null(Find(agent + "x", null));
    }

    private static string? Find(string name, string? path) => ProgramFinder.Find(name, variable => variable == "PATH" ? path : null);

    private static string Program(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
