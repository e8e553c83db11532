using Chorus.Permissions.Rules;

namespace Chorus.Permissions;

/// <summary>Registers the inbox.</summary>
internal static class PermissionsModule
{
    public static void AddPermissions(this IServiceCollection services)
    {
        services.AddSingleton<PermissionStore>();
        services.AddSingleton<FileChanges>();
        services.AddSingleton<RuleStore>();
        services.AddSingleton<RuleBook>();
        services.AddSingleton<PermissionInbox>();
        services.AddSingleton<HookIntake>();
        services.AddHostedService<InboxKeeper>();
    }
}
