async function open(string) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(string, { max: 1 });
  const ask = (plus, number) =>
    sql.begin(async (sql) => (await sql`select ${number}::int + ${sql.unsafe(String(plus))} as sum`)[0].sum);
  return { ask, close: () => sql.end() };
}
