async function open(string) {
  const { default: knex } = await import("knex");
  const db = knex({ client: "pg", connection: string, pool: { min: 0, max: 1 } });
  const ask = (plus, number) =>
    db.transaction(async (it) => (await it.raw(`select ?::int + ${plus} as sum`, [number])).rows[0].sum);
  return { ask, close: () => db.destroy() };
}
