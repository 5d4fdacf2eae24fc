async function open(string) {
  await import("reflect-metadata");
  const { DataSource } = await import("typeorm");
  const source = await new DataSource({ type: "postgres", url: string }).initialize();
  const ask = (plus, number) =>
    source.transaction(async (it) => (await it.query(`select $1::int + ${plus} as sum`, [number]))[0].sum);
  return { ask, close: () => source.destroy() };
}
