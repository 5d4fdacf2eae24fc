import Config

config :shop, Shop.Repo,
  username: "postgres",
  password: "postgres",
  hostname: "localhost",
  database: "shop_dev",
  pool_size: 10

config :shop, Shop.UnnamedRepo,
  url: "ecto://app.qxwvutsrqponmlkjihgf:R7mNq2xYbT@aws-0-eu-west-2.pooler.supabase.com:6543/postgres?ssl=true",
  prepare: :unnamed

config :shop, Shop.NamedRepo,
  url: System.get_env("DATABASE_URL") || "ecto://app.qxwvutsrqponmlkjihgf:R7mNq2xYbT@aws-0-eu-west-2.pooler.supabase.com:6543/postgres?ssl=true"

config :shop, ShopWeb.Endpoint,
  url: [host: "localhost", port: 443, scheme: "https"],
  http: [port: String.to_integer(System.get_env("PORT") || "4000")]

if config_env() == :prod do
  database_url =
    System.get_env("DATABASE_URL") ||
      raise """
      environment variable DATABASE_URL is missing.
      For example: ecto://USER:PASS@HOST/DATABASE
      """

  config :shop, Shop.Repo,
    url: database_url,
    pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10")
end
