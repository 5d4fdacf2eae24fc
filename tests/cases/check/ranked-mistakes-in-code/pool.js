// 41: what the string says replaces the object.
const { Pool } = require("pg");
const pool = new Pool({
  connectionString: "postgresql://app@db.internal/shop?sslmode=verify-full",
  ssl: { ca: process.env.DB_CA },
});
