using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Shop;

#region Don't stop at an apostrophe
public class Shop
{
    private readonly string _cs = "Host=localhost;Database=shop;Username=app;Password=app;Encrypt=true";
    private const string Quoted = @"Host=localhost;Database=shop;Username=app;Password=""a;b"";Ssl Mode=Secure";

    public void Open(string host, string secret)
    {
        // What is filled in is not known, what is written is.
        using var a = new NpgsqlConnection($"Host={host};Port=5432;Database=shop;Username=app;Password={secret};MultipleActiveResultSets=true");
        using var b = new NpgsqlConnection(_cs);
        using var c = new NpgsqlConnection(Quoted);
        using var d = NpgsqlDataSource.Create(
            Environment.GetEnvironmentVariable("DATABASE_URL") ?? "postgresql://app:R7mNq2xYbT@localhost:5432/shop");
    }

    public void ConfigureServices(IServiceCollection services)
    {
        services.AddDbContext<ShopContext>(options =>
            options.UseNpgsql("Server=db;Database=shop;user_Id=app;Password=app", it => it.EnableRetryOnFailure()));
    }
}
