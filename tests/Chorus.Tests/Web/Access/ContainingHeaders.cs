namespace Chorus.Tests.Web.Access;

/// <summary>Threat S12: the headers that contain a page.</summary>
internal static class ContainingHeaders
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["Content-Security-Policy"] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ["X-Frame-Options"] = "DENY",
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "same-origin",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Cache-Control"] = "no-store",
    };

    public static void AssertOn(RawAnswer page, string about)
    {
        foreach (var (name, value) in Expected)
        {
            Assert.True(page.Header(name) == value, $"{name} is '{page.Header(name)}'. {about}");
        }
    }
}
