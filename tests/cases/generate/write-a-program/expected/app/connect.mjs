import pg from "pg";

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
try {
  const result = await client.query("select current_user");
  console.log(result.rows[0].current_user);
} finally {
  await client.end();
}
