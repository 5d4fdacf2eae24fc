async function open(string) {
  const { Sequelize } = await import("sequelize");
  const db = new Sequelize(string, { logging: false, pool: { max: 1 } });
  const ask = (plus, number) =>
    db.transaction(async (transaction) => {
      const options = { bind: [number], transaction, plain: true };
      return (await db.query(`select $1::int + ${plus} as sum`, options)).sum;
    });
  return { ask, close: () => db.close() };
}
