using System.Globalization;
using System.Text;
using System.Text.Json;
using Chorus.Permissions;

namespace Chorus.Commands;

/// <summary>The questions of a request as plain text, with numbers to answer by.</summary>
internal static class QuestionText
{
    /// <summary>None for a request of another kind, and for one whose text cannot be read.</summary>
    public static QuestionSet Questions(JsonElement request)
    {
        try { return request.Text("kind") == "question" ? QuestionSet.Of(request.Field("input")) : new QuestionSet([]); }
        catch (InvalidOperationException) { return new QuestionSet([]); } // Half a character, escaped: then its fields are shown as they are spelled.
    }

    public static string Of(JsonElement request)
    {
        var text = new StringBuilder();
        foreach (var (index, question) in Questions(request).Questions.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"\nquestion {index + 1}, {(question.TakesSeveral ? "several answers" : "one answer")}\n");
            PermissionText.AppendLines(text, "  │ ", "  │ ", question.Text);
            foreach (var (place, option) in question.Options.Index())
            {
                var number = (place + 1).ToString(CultureInfo.InvariantCulture);
                PermissionText.AppendLines(text, $"  {number} │ ", $"  {new string(' ', number.Length)} │ ", option.Label);
                if (option.Description.Length > 0) { PermissionText.AppendLines(text, $"  {new string(' ', number.Length)} │   ", $"  {new string(' ', number.Length)} │   ", option.Description); }
            }
        }

        return text.ToString();
    }

    /// <summary>The fields of the input that <see cref="Of"/> shows, with what it shows of them.</summary>
    public static IEnumerable<InputField> Shown(JsonElement request) => Questions(request).Questions.Index().SelectMany(one => new[]
    {
        new InputField($"questions[{one.Index}].question", one.Item.Text),
        new InputField($"questions[{one.Index}].multiSelect", one.Item.TakesSeveral ? "true" : "false"),
    }.Concat(one.Item.Options.Index().SelectMany(option => new[]
    {
        new InputField($"questions[{one.Index}].options[{option.Index}].label", option.Item.Label),
        new InputField($"questions[{one.Index}].options[{option.Index}].description", option.Item.Description),
    })));
}
