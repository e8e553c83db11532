namespace Chorus.Web.Views;

/// <summary>The words of the list's order.</summary>
public static class ListWords
{
    public static string Of(ListOrder order) => order switch
    {
        ListOrder.Age => "Longest first",
        ListOrder.Newest => "Newest first",
        ListOrder.Title => "By title",
        _ => "By priority",
    };
}
