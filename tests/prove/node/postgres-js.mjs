const { tally } = await import("./tally.mjs");
// The template of a text, as the compiler makes it.
const run = (sql, text, number) => {
  const strings = text.split("$1");
  return sql(Object.assign(strings, { raw: strings }), number);
};
const ask = async (sql, text, number) => (await run(sql, text, number))[0].answer;
await tally(
  "postgres",
  "$1",
  (text, number) => ask(sql, text, number),
  (text, insert, number) =>
    sql.begin(async (sql) => {
      const answer = await ask(sql, text, number);
      await run(sql, insert, number);
      return answer;
    }),
);
