using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chorus.Web.Access;

/// <summary>Registers the access rules and puts them first in the pipeline.</summary>
internal static class AccessSetup
{
    /// <summary>Needs a <see cref="Storage.Database"/> and an <see cref="Events.EventBus"/> among the services.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<ServerAddress>();
        services.AddSingleton<HostRule>();
        services.AddSingleton<OriginRule>();
        services.AddSingleton<FrontGate>();
        services.AddSingleton<AudienceRule>();
        services.AddSingleton<AccessToken>();
        services.AddSingleton<LoginCodes>();
        services.AddSingleton<LoginGuard>();
        services.AddSingleton<LoginSessionStore>();
        services.AddSingleton<LoginSessions>();
        services.AddSingleton<LoginDesk>();
        services.AddSingleton<OpenStreams>();
        return services;
    }

    /// <summary>Must come before all other middleware; routing starts here, behind the first gate.</summary>
    public static void UseAccess(this WebApplication app)
    {
        var gate = app.Services.GetRequiredService<FrontGate>();
        var audience = app.Services.GetRequiredService<AudienceRule>();
        // The token exists before the first request, and a file that cannot be written stops the start.
        app.Services.GetRequiredService<AccessToken>();
        app.Use(gate.InvokeAsync);
        app.UseRouting();
        app.Use(audience.InvokeAsync);
    }
}
