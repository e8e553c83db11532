using System.Collections.Concurrent;
using Chorus.EndToEnd.Fixtures;
using Xunit.Sdk;

namespace Chorus.EndToEnd.Conformance;

/// <summary>
/// Plays all cases, several at once, each on a task of its own; what each test asks for is only its result. With <c>CHORUS_CONFORMANCE=text</c> only the
/// cases whose name contains the text are played.
/// </summary>
public sealed class Suite : IAsyncLifetime
{
    /// <summary>More sessions at once would be measured against each other.</summary>
    private const int AtOnce = 6;

    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly SemaphoreSlim launches = new(1);
    private readonly ConcurrentDictionary<WorldKind, Lazy<Task<World>>> worlds = [];
    private readonly Dictionary<string, Task<CaseResult>> results = [];

    private static string Wanted => Environment.GetEnvironmentVariable("CHORUS_CONFORMANCE") ?? "";

    internal static IReadOnlyList<StatusCase> Played { get; } = [.. CaseTable.All.Where(one => one.Name.Contains(Wanted, StringComparison.OrdinalIgnoreCase))];

    public Task InitializeAsync()
    {
        // Where the server is killed, the cases meet: they are played as one.
        var meeting = Played.Where(one => one.World is WorldKind.Restarted).ToList();
        var together = meeting.Count > 0 ? InSlotAsync(() => PlayOverRestartAsync(meeting)) : null;
        foreach (var one in Played.OrderByDescending(one => one.IsLong).ThenBy(one => one.World is WorldKind.Shared))
        {
            results[one.Name] = one.World is WorldKind.Restarted ? ResultOfAsync(together!, one) : PlayAsync(one);
        }

        return Task.CompletedTask;
    }

    internal Task<CaseResult> ResultAsync(string name) => results[name];

    public async Task DisposeAsync()
    {
        var all = await PlayedAsync();
        slots.Dispose();
        launches.Dispose();
        var asked = Place.IsFull || Environment.GetEnvironmentVariable("CHORUS_WRITE_DOCS") == "1";
        if (asked && Wanted.Length == 0) { await ConformanceTable.WriteAsync(all); }
    }

    /// <summary>All results; whatever failed, no process is left behind.</summary>
    private async Task<IReadOnlyList<CaseResult>> PlayedAsync()
    {
        try { return await Task.WhenAll(Played.Select(one => results[one.Name])); }
        finally
        {
            foreach (var world in worlds.Values.Where(world => world.Value.IsCompletedSuccessfully)) { await (await world.Value).DisposeAsync(); }
        }
    }

    private async Task<T> InSlotAsync<T>(Func<Task<T>> play)
    {
        await slots.WaitAsync();
        try { return await play(); }
        finally { slots.Release(); }
    }

    private static async Task<CaseResult> ResultOfAsync(Task<IReadOnlyList<CaseResult>> together, StatusCase one) => (await together).Single(result => result.Case == one);

    private Task<World> WorldAsync(WorldKind kind) => worlds.GetOrAdd(kind, one => new Lazy<Task<World>>(() => World.StartAsync(one, Played.Count(played => played.World == one)))).Value;

    /// <summary>A session at rest needs no slot: what is left is to see that it rests.</summary>
    private async Task<CaseResult> PlayAsync(StatusCase one)
    {
        var (run, failure) = await InSlotAsync(async () =>
        {
            var begun = await RunOfAsync(one);
            return (begun, await FailureAsync(() => one.Play(begun)));
        });
        failure ??= await FailureAsync(run.SettleAsync);
        var result = await JudgeAsync(one, run, failure);
        await run.EndAsync();
        await run.World.LeaveAsync();
        return result;
    }

    private async Task<IReadOnlyList<CaseResult>> PlayOverRestartAsync(IReadOnlyList<StatusCase> cases)
    {
        var world = await WorldAsync(WorldKind.Restarted);
        var runs = new List<(StatusCase Case, CaseRun Run)>();
        foreach (var one in cases) { runs.Add((one, await RunOfAsync(one))); }
        var failures = await Task.WhenAll(runs.Select(one => FailureAsync(() => one.Case.Play(one.Run))));
        await world.Server.KillAsync();
        var whileDown = await Task.WhenAll(runs.Select(one => FailureAsync(() => one.Case.WhileDown?.Invoke(one.Run) ?? Task.CompletedTask)));
        await world.StartServerAsync();
        var afterwards = await Task.WhenAll(runs.Select(one => FailureAsync(async () =>
        {
            await one.Case.Afterwards!(one.Run);
            await one.Run.SettleAsync();
        })));
        var results = await Task.WhenAll(runs.Select((one, index) => JudgeAsync(one.Case, one.Run, failures[index] ?? whileDown[index] ?? afterwards[index])));
        await world.DisposeAsync();
        return results;
    }

    private async Task<CaseRun> RunOfAsync(StatusCase one) =>
        new(await WorldAsync(one.World), one, $"c{CaseTable.All.ToList().IndexOf(one)}", launches);

    private static async Task<string?> FailureAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception failure) when (failure is TimeoutException or HttpRequestException or XunitException or InvalidOperationException or IOException)
        {
            return failure.Message;
        }
    }

    private static async Task<CaseResult> JudgeAsync(StatusCase one, CaseRun run, string? failure)
    {
        List<string> faults = failure is null ? [] : [failure];
        IReadOnlyList<Verdict> verdicts = [];
        if (await FailureAsync(async () =>
        {
            var judge = new Judge(await run.HistoryAsync(), run.Truths, one.Limit, one.HookLimit);
            verdicts = judge.Decide();
            faults.AddRange(judge.Faults);
        }) is { } problem)
        {
            faults.Add(problem);
        }

        var report = faults.Count > 0 || Environment.GetEnvironmentVariable("CHORUS_CONFORMANCE_REPORT") == "1" ? await CaseReport.WriteAsync(run) : "";
        return new CaseResult(one, verdicts, faults, report);
    }
}
