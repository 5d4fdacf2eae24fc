async function open(string) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: string });
  await client.connect();
  const ask = async (plus, number) => {
    const { rows } = await client.query(`select $1::int + ${plus} as sum`, [number]);
    return rows[0].sum;
  };
  return { ask, close: () => client.end() };
}
