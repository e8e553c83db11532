namespace Chorus.Tasks;

/// <summary>Registers tasks, their status and the services that watch and feed their sessions.</summary>
internal static class TasksModule
{
    public static void AddTasks(this IServiceCollection services)
    {
        services.AddSingleton<TaskStore>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<SettingStore>();
        services.AddSingleton<TaskHistory>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<SignalLog>();
        services.AddSingleton<StatusTracker>();
        services.AddSingleton<SessionMap>();
        services.AddSingleton<SessionScreens>();
        services.AddSingleton<TaskSessions>();
        services.AddSingleton<TaskLifecycle>();
        services.AddHostedService<SessionMonitor>();
        services.AddHostedService<MessageSender>();
        services.AddHostedService<QueueRunner>();
    }
}
