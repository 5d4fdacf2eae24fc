//! .NET.

use super::{CodeFile, Impossible, Plan, Snippet};

/// A project file that brings `package` in `version`.
fn project(package: &str, version: &str) -> CodeFile {
    let text = format!(
        r#"<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="{package}" Version="{version}" />
  </ItemGroup>
</Project>
"#
    );
    CodeFile { path: "Connect.csproj", text }
}

fn snippet(code: String, package: &str, version: &str) -> Snippet {
    let files = vec![CodeFile { path: "Program.cs", text: code }, project(package, version)];
    Snippet { connect_args: Vec::new(), files, install: "dotnet restore", run: "dotnet run" }
}

pub(in crate::drivers) fn npgsql(plan: &Plan) -> Result<Snippet, Impossible> {
    let code = format!(
        r#"using Npgsql;

var connectionString = Environment.GetEnvironmentVariable("{}")!;
await using var dataSource = NpgsqlDataSource.Create(connectionString);
await using var command = dataSource.CreateCommand("select current_user");
Console.WriteLine(await command.ExecuteScalarAsync());
"#,
        plan.variable
    );
    Ok(snippet(code, "Npgsql", "10.0.3"))
}

pub(in crate::drivers) fn efcore(plan: &Plan) -> Result<Snippet, Impossible> {
    let code = format!(
        r#"using Microsoft.EntityFrameworkCore;

await using var shop = new Shop();
var user = await shop.Database.SqlQuery<string>($"select current_user::text as \"Value\"").SingleAsync();
Console.WriteLine(user);

class Shop : DbContext
{{
    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseNpgsql(Environment.GetEnvironmentVariable("{}"));
}}
"#,
        plan.variable
    );
    Ok(snippet(code, "Npgsql.EntityFrameworkCore.PostgreSQL", "10.0.0"))
}
