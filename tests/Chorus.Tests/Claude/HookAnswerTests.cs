using System.Text.Json;

using Chorus.Claude;

namespace Chorus.Tests.Claude;

public sealed class HookAnswerTests
{
    public static TheoryData<string, string> Recorded => new()
    {
        { "PermissionRequest.allow", HookAnswer.Allow() },
        { "PermissionRequest.deny", HookAnswer.Deny("Denied from the Chorus dashboard: use dotnet instead", interrupt: false) },
        { "PermissionRequest.deny-interrupt", HookAnswer.Deny("stop now", interrupt: true) },
        { "PermissionRequest.allow-updated-input", HookAnswer.AllowWith(Parse("""{"command":"node -p 777","description":"changed"}""")) },
        { "PermissionRequest.allow-always-session", HookAnswer.AllowAlways("Bash", "node *", "session") },
        { "PermissionRequest.allow-always-project-local", HookAnswer.AllowAlways("Bash", "python3 *", "localSettings") },
        { "PermissionRequest.approve-plan", HookAnswer.ApprovePlan(Parse("""{"plan":"# Plan\n1. one\n2. two"}"""), "acceptEdits") },
        { "PermissionRequest.answer-AskUserQuestion", HookAnswer.AnswerQuestions(Question, new Dictionary<string, string> { ["Which colour do you prefer?"] = "Blue" }) },
    };

    private static JsonElement Question => Sample.Json("hooks/responses/PermissionRequest.answer-AskUserQuestion.json")
        .GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("updatedInput");

    [Theory]
    [MemberData(nameof(Recorded))]
    public void An_answer_is_what_Claude_Code_was_seen_to_accept(string name, string answer)
    {
        Assert.True(JsonElement.DeepEquals(Sample.Json($"hooks/responses/{name}.json"), Parse(answer)), answer);
    }

    [Fact]
    public void Every_recorded_answer_can_be_made()
    {
        Assert.Equal(Sample.Names("hooks/responses"), Recorded.Select(row => (string)row[0] + ".json").Order(StringComparer.Ordinal));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
