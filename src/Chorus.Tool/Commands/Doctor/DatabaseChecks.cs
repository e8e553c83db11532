using Chorus.Storage;
using Chorus.Tasks;
using Chorus.Web.Views;

namespace Chorus.Commands.Doctor;

/// <summary>The doctor's look at the database: whole, of a schema this program knows, and not from the future. Its files stay as they are.</summary>
internal static class DatabaseChecks
{
    /// <returns>The findings, and where each task stands; null when there is nothing that says so.</returns>
    public static (IReadOnlyList<Finding> Findings, IReadOnlyDictionary<TaskId, TaskState>? Tasks) Run(string path, string backupFolder, bool isInUse, TimeProvider clock)
    {
        if (!File.Exists(path)) { return ([new(Grade.Ok, "database", $"{path} is made at the first chorus serve")], null); }
        try
        {
            using var database = UntouchedDatabase.Open(path, backupFolder, isInUse);
            var tasks = database.Read(TaskStore.States);
            // The clock after the reading: a server may be writing.
            var newest = database.Read(TaskStore.NewestEventAt);
            return ([new(Grade.Ok, "database", $"{path}, whole, {tasks.Count} tasks"), Clock(newest, clock.GetUtcNow())], tasks);
        }
        catch (StorageException failure)
        {
            var grade = failure.Fault is StorageFault.Unavailable ? Grade.Warn : Grade.Fail;
            return ([new(grade, "database", failure.What, failure.Remedy ?? "Try again in a moment; if it stays so, look at the modes and the disk of that folder.")], null);
        }
    }

    internal static Finding Clock(DateTimeOffset? newest, DateTimeOffset now) => newest > now
        ? new(Grade.Warn, "clock", $"The clock says {Ages.Iso(now)}, but something happened at {Ages.Iso(newest.Value)}, {Ages.Words(now, newest.Value)} later: ages and orders are wrong.", "Set the clock: timedatectl set-ntp true")
        : new(Grade.Ok, "clock", Ages.Iso(now));
}
