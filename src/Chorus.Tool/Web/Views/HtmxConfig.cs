namespace Chorus.Web.Views;

/// <summary>
/// The settings htmx runs with. Version 4 evaluates code only for <c>hx-on</c>, <c>js:</c> values and trigger filters, which no slice
/// uses; it keeps no history cache, and <c>mode</c> same-origin refuses foreign addresses. Answers of 400 and above are never
/// swapped, a fold or a panel keeps its state over a repaint, and only the SSE extension is accepted.
/// </summary>
public static class HtmxConfig
{
    public const string Json =
        """{"extensions":"sse","prefix":"","mode":"same-origin","history":false,"includeIndicatorCSS":false,"implicitInheritance":false,"noSwap":[204,304,"4xx","5xx"],"morphIgnore":["data-htmx-powered","open","data-panel","aria-expanded","data-read"],"defaultSettleDelay":0,"sse":{"reconnectMaxDelay":5000}}""";
}
