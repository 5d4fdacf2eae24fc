async function open(string) {
  const { sql } = await import("drizzle-orm");
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const db = drizzle(string);
  const ask = (plus, number) =>
    db.transaction(async (it) => {
      const { rows } = await it.execute(sql`select ${number}::int + ${sql.raw(String(plus))} as sum`);
      return rows[0].sum;
    });
  return { ask, close: () => db.$client.end() };
}
