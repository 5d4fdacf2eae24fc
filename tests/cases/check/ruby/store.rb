require "pg"

# A parameter of Active Record is none of libpq.
PG.connect("postgres://app:R7mNq2xYbT@db.example.com/shop?sslmode=verify-full&pool=5")
PG::Connection.new ENV.fetch("DATABASE_URL", "postgres://localhost/shop?pool=5")

# What is filled in is not known, what is written is.
PG.connect("host=#{host} port=#{port} dbname=shop user=app password=#{secret} sslmode=mandatory")
PG.connect host: "localhost", dbname: "shop", user: "app", password: "R7m'Nq2x"
PG.connect(:host => 'localhost', :dbname => 'shop', :user => 'app')

puts "it's up" if PG.connect(url) =~ /don't/

ActiveRecord::Base.establish_connection(
  adapter: "postgresql",
  host: "aws-0-eu-west-2.pooler.supabase.com",
  port: 6543,
  database: "postgres",
  username: "app.qxwvutsrqponmlkjihgf",
  prepared_statements: false
)
ActiveRecord::Base.establish_connection adapter: "postgresql",
  host: "aws-0-eu-west-2.pooler.supabase.com",
  port: 6543,
  database: "postgres",
  username: "app.qxwvutsrqponmlkjihgf"
ActiveRecord::Base.establish_connection(adapter: "mysql2", host: "localhost", port: "socket", database: "shop")
Sequel.connect("postgres://app:R7mNq2xYbT@localhost/shop?max_connections=10")

# Who reads this does not show.
set :database, "postgres://localhost/shop?pool=5"
