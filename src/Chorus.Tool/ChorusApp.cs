using Chorus.Claude;
using Chorus.Events;
using Chorus.Permissions;
using Chorus.Stacks;
using Chorus.Tasks;
using Chorus.Tmux;
using Chorus.Web;
using Chorus.Web.Access;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Chorus;

/// <summary>Puts the server together: a table of contents of its modules.</summary>
internal static class ChorusApp
{
    public static WebApplication Build(ServerParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            // Never the project: ASP.NET Core watches its content root recursively.
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            EnvironmentName = Environments.Production,
            ApplicationName = typeof(ChorusApp).Assembly.GetName().Name,
        });
        builder.Configuration.Sources.Clear();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, parts));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1.5));
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(Enum.Parse<LogLevel>(parts.Options.Logging.Level, ignoreCase: true));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });

        AddParts(builder.Services, parts);
        builder.Services.AddTasks();
        builder.Services.AddPermissions();
        builder.Services.AddWeb(parts.Options, parts.State);

        var app = builder.Build();
        app.UseWeb();
        app.MapWeb();
        return app;
    }

    private static void AddParts(IServiceCollection services, ServerParts parts)
    {
        services.AddSingleton(parts.Clock);
        services.AddSingleton(parts.Options);
        services.AddSingleton(parts.State);
        services.AddSingleton(parts.Database);
        services.AddSingleton(parts.Claude);
        services.AddSingleton<EventBus>();
        services.AddSingleton<ServerInfo>();
        services.AddSingleton<IStackProvider>(new SharedTree(parts.State.ProjectPath));
        services.AddSingleton(provider => new TmuxServer(parts.State.TmuxSocket, parts.State.TmuxConfig, parts.TmuxProgram, parts.Clock, provider.GetRequiredService<ILogger<TmuxServer>>()));
        services.AddSingleton(new ClaudeScreen(parts.Options.Status));
        services.AddSingleton(new SessionRegistry(parts.Claude.ConfigFolder));
        services.AddSingleton(new ClaudeRuleFiles(parts.State.ProjectPath, parts.Claude.ConfigFolder));
    }

    private static void Listen(KestrelServerOptions kestrel, ServerParts parts)
    {
        AccessLimits.Apply(kestrel);
        File.Delete(parts.State.ServerSocket);
        kestrel.ListenFor(new Caller.Local(), parts.State.ServerSocket);
        File.Delete(parts.State.HookSocket);
        kestrel.ListenFor(new Caller.Agent(), parts.State.HookSocket);
        kestrel.Listen(parts.Endpoint, listen =>
        {
            if (parts.Options.Server.Certificate is { } certificate)
            {
                listen.UseHttps(ServerCertificate.Load(certificate, parts.Options.Server.CertificateKey));
            }
        });
    }
}
