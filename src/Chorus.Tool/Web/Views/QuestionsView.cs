using System.Globalization;
using Chorus.Permissions;

namespace Chorus.Web.Views;

/// <summary>One option of a question; the value is what is sent, letter by letter.</summary>
public sealed record OptionView(string Value, VisibleText Label, VisibleText Description, string Key);

/// <summary>One question with its options, and the place for words of one's own.</summary>
public sealed record QuestionView(int Number, VisibleText Header, VisibleText Text, bool TakesSeveral, IReadOnlyList<OptionView> Options, string OwnKey)
{
    public string InputType => TakesSeveral ? "checkbox" : "radio";
    public string Name => $"answer.{Number.ToString(CultureInfo.InvariantCulture)}";
    public string OwnName => $"other.{Number.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>All questions of a request; the keys 1 to 9 go through them all.</summary>
public sealed record QuestionsView(IReadOnlyList<QuestionView> Questions)
{
    public static QuestionsView From(QuestionSet set)
    {
        var key = 0;
        return new QuestionsView([.. set.Questions.Select((question, index) => new QuestionView(
            index,
            VisibleText.Of(question.Header),
            VisibleText.Of(question.Text),
            question.TakesSeveral,
            [.. question.Options.Select(option => new OptionView(option.Label, VisibleText.Of(option.Label), VisibleText.Of(option.Description), Key(++key)))],
            Key(++key)))]);
    }

    public string Heading => Questions.Count switch
    {
        1 => "Answer a question",
        _ => $"Answer {Counts.Of(Questions.Count)} questions",
    };

    private static string Key(int number) => number <= 9 ? number.ToString(CultureInfo.InvariantCulture) : "";
}
