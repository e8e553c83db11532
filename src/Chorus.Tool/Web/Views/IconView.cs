namespace Chorus.Web.Views;

/// <summary>A symbol of the sprite; with a label it is read out, without it is decoration.</summary>
public sealed record IconView(string Name, string Class = "", string? Label = null)
{
    public static IconView Of(BoardGroup group, bool isNamed = false) =>
        new($"st-{group.Icon}", $"st-{group.Icon}", isNamed ? group.Word : null);
}
