using Xunit.Abstractions;

namespace Chorus.EndToEnd.Conformance;

/// <summary>The status of a task is never wrong for long: one test for each row of docs/status-conformance.md.</summary>
public sealed class ConformanceTests(Suite suite, ITestOutputHelper output) : IClassFixture<Suite>
{
    public static TheoryData<string> Cases => [.. Suite.Played.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_status_tells_the_truth(string name)
    {
        var result = await suite.ResultAsync(name);
        output.WriteLine(result.ToString());
        foreach (var verdict in result.Verdicts) { output.WriteLine(ConformanceTable.Line(verdict)); }
        Assert.True(result.Passed, string.Join('\n', result.Faults));
    }
}
