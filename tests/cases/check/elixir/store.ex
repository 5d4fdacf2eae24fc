defmodule Store do
  # It's parts that it gets.
  def open(secret) do
    Postgrex.start_link(
      hostname: "aws-0-eu-west-2.pooler.supabase.com",
      port: 6543,
      username: "app.qxwvutsrqponmlkjihgf",
      password: secret,
      database: "postgres"
    )
  end
end
