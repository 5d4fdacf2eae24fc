import { readFileSync } from "node:fs";
import pg, { Client as PgClient } from "pg";
import postgres from "postgres";

const ssl = { ca: readFileSync("ca.pem", "utf8") };
export const pool = new pg.Pool({
  connectionString: "postgresql://app@db.example.com/shop?sslmode=verify-full", // read by the string
  ssl,
});
export const client = new PgClient({ host: "db.example.com", port: 5432, user: "app", database: "shop", ssl: { rejectUnauthorized: false } });
export const sql = postgres("postgres://app.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", { ssl: "verify-full" });
export const quiet = postgres("postgres://app.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", { ssl: "verify-full", prepare: false });
