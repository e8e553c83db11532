using Chorus.Configuration;
using Chorus.Web.Access;
using Chorus.Web.Assets;
using Chorus.Web.Json;
using Chorus.Web.Slices.Access;
using Chorus.Web.Views;

namespace Chorus.Web;

/// <summary>Registers the web surface and lists its endpoints.</summary>
internal static class WebModule
{
    public static void AddWeb(this IServiceCollection services, ChorusOptions options, StateFolder state)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ChorusJson.Default);
            json.SerializerOptions.MaxDepth = 64;
        });
        services.AddSingleton(provider => new Bundles(provider.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider));
        services.AddSingleton<BoardReader>();
        services.AddSingleton<TaskAnswers>();
        services.AddSingleton<LiveUpdates>();
        services.AddAccess(new AccessOptions
        {
            AllowedHosts = options.Server.AllowedHosts,
            TokenFile = state.Token,
            LoginPage = context => new SliceResult(LoginPage.Create(LoginView.For(state.ProjectName))),
        });
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseMiddleware<FailureAnswers>();
        app.UseAccess();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().WithAudience(Audience.Public);
        app.MapBundles();
        app.MapAccess();
        app.MapTasks();
        app.MapQueue();
        app.MapSessions();
        app.MapPermissions();
        app.MapRules();
        app.MapEvents();
        app.MapHooks();
        app.MapServer();
        app.MapFallback(context => context.AnswerNotFoundAsync());
    }
}
