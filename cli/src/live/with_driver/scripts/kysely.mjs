async function open(string) {
  const { Kysely, PostgresDialect, sql } = await import("kysely");
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString: string, max: 1 });
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  const ask = (plus, number) =>
    db.transaction().execute(async (it) => {
      const { rows } = await sql`select ${number}::int + ${sql.raw(String(plus))} as sum`.execute(it);
      return rows[0].sum;
    });
  return { ask, close: () => db.destroy() };
}
