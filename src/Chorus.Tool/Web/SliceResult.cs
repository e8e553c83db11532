using RazorSlices;

namespace Chorus.Web;

/// <summary>An answer that is a page, rendered whole before it is sent.</summary>
internal sealed class SliceResult(RazorSlice slice, int status = StatusCodes.Status200OK) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var page = await httpContext.PageAsync(slice, status);
        await page.ExecuteAsync(httpContext);
    }
}
