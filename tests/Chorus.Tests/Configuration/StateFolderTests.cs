using System.Runtime.InteropServices;
using Chorus.Configuration;
using Chorus.Processes;

namespace Chorus.Tests.Configuration;

public sealed class StateFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string folder = RealPath.Of(Directory.CreateTempSubdirectory("chorus-state-").FullName);

    private string Project => Directory.CreateDirectory(Path.Combine(folder, "proj")).FullName;

    [Fact]
    public void It_is_private_and_has_the_projects_name_and_eight_digits()
    {
        var state = Open();
        Assert.Matches("/chorus/proj-[0-9a-f]{8}$", state.Root);
        Assert.Equal(Private, File.GetUnixFileMode(state.Root));
        Assert.Equal(Private, File.GetUnixFileMode(state.TaskFolder(7)));
    }

    [Fact]
    public void A_project_behind_a_link_has_the_same_state()
    {
        var link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, Project);
        Assert.Equal(Open().Root, StateFolder.Locate(link, Environment).Root);
        Assert.Equal("proj", StateFolder.Locate(link, Environment).ProjectName);
    }

    [Fact]
    public void Private_files_are_whole_and_private_whatever_stood_there()
    {
        var file = Path.Combine(folder, "secret");
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        StateFolder.WritePrivate(file, "new");
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Empty(Directory.GetFiles(folder, "*.new"));
    }

    [Fact]
    public void A_folder_that_is_open_to_others_is_refused_with_the_remedy()
    {
        var state = Open();
        File.SetUnixFileMode(state.Root, Private | UnixFileMode.GroupWrite);
        Assert.Contains("chmod 700", Assert.Throws<StateFolderException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_above_that_others_may_write_into_is_refused()
    {
        var parent = Path.GetDirectoryName(Open().Root)!;
        File.SetUnixFileMode(parent, Private | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        Assert.Contains("chmod go-w", Assert.Throws<StateFolderException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_user_is_refused()
    {
        // Only root can give a folder away; for others /usr, which is root's, plays the part of the folder above.
        if (System.Environment.IsPrivilegedProcess)
        {
            await ProcessRunner.RunAsync(new ProcessRequest("chown", ["65534", Open().Root]), CancellationToken.None);
            Assert.Contains("belongs to another user (uid 65534)", Assert.Throws<StateFolderException>(Open).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Throws<StateFolderException>(() => StateFolder.Open(Project, name => name == "XDG_STATE_HOME" ? "/usr" : null));
        }
    }

    [Fact]
    public void Folders_and_files_are_private_even_without_a_umask()
    {
        // For a moment this holds for the tests beside this one too; what is private must be so under any umask.
        var usual = Umask(0);
        try
        {
            var state = Open();
            StateFolder.WritePrivate(state.Token, "secret");
            using var taken = ServerLock.TryTake(state.Lock);
            foreach (var path in Directory.EnumerateFileSystemEntries(state.Root, "*", SearchOption.AllDirectories).Append(state.Root).Append(state.TaskFolder(1)))
            {
                Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & ~Private);
            }
        }
        finally
        {
            _ = Umask(usual);
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "taken")).FullName;
        Assert.ThrowsAny<Exception>(() => StateFolder.WritePrivate(target, "x"));
        Assert.Empty(Directory.GetFiles(folder, "*.new"));
    }

    [Fact]
    public void A_link_in_its_place_is_refused()
    {
        var state = StateFolder.Locate(Project, Environment);
        Directory.CreateDirectory(Path.GetDirectoryName(state.Root)!);
        Directory.CreateSymbolicLink(state.Root, Directory.CreateDirectory(Path.Combine(folder, "elsewhere")).FullName);
        Assert.Contains("is a link", Assert.Throws<StateFolderException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_of_a_deep_home_lie_in_the_runtime_folder()
    {
        var deep = Path.Combine(folder, new string('d', 90));
        var runtime = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName;
        var state = StateFolder.Locate(Project, name => name == "XDG_RUNTIME_DIR" ? runtime : name == "XDG_STATE_HOME" ? deep : null);
        Assert.StartsWith(runtime, state.ServerSocket, StringComparison.Ordinal);
        Assert.True(state.TmuxSocket.Length < 104);
    }

    [Fact]
    public void One_lock_holder_at_a_time_and_a_released_lock_is_free()
    {
        var state = Open();
        using (ServerLock.TryTake(state.Lock))
        {
            Assert.Null(ServerLock.TryTake(state.Lock));
        }

        using var again = ServerLock.TryTake(state.Lock);
        Assert.NotNull(again);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Umask(uint mask);

    private StateFolder Open() => StateFolder.Open(Project, Environment);

    private string? Environment(string name) => name == "XDG_STATE_HOME" ? Path.Combine(folder, "state") : null;
}
