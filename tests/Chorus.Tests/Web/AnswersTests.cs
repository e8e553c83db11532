using Chorus.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Chorus.Tests.Web;

public sealed class AnswersTests
{
    [Fact]
    public async Task A_refusal_shows_what_hides_in_the_text_it_quotes()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["HX-Request"] = "true";
        var answer = await context.ProblemAsync(StatusCodes.Status409Conflict, "Bash: rm \u202Egpj\nx: answered in terminal before.");
        var problem = Assert.IsAssignableFrom<IValueHttpResult<ProblemDetails>>(answer).Value!;
        Assert.Equal("Bash: rm ⟨U+202E⟩gpj⏎x: answered in terminal before.", problem.Detail);
    }
}
