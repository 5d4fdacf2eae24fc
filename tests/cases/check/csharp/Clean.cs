using Microsoft.EntityFrameworkCore;
using Npgsql;

public class Clean
{
    public void Open(IConfiguration configuration, string url)
    {
        using var a = new NpgsqlConnection("""
            Host=localhost;Database=shop;Username=app;Password=app
            """);
        using var b = new NpgsqlConnection(configuration.GetConnectionString("Shop") ?? "Host=localhost;Database=shop;Username=app;Password=app");
        using var c = new NpgsqlConnection(string.Format("Host={0};Port={1};Username=app;Password={2}", "db", 5432, "x"));
        using var d = new SqlConnection("Server=db;Database=shop;User Id=sa;Password=app;MultipleActiveResultSets=true");
        var uri = new Uri(url ?? "postgres://app:app@localhost:5432/shop");
        var e = $"Host={uri.Host};Port={uri.Port};Username={uri.UserInfo.Split(':')[0]};Password={uri.UserInfo.Split(':')[1]}";
    }

    protected void Configure(DbContextOptionsBuilder options) => options.UseNpgsql("Name=Shop");
}
