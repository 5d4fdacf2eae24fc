const { tally } = await import("./tally.mjs");
const ask = async (db, text, number) => (await db.raw(text, [number])).rows[0].answer;
await tally(
  "knex",
  "?",
  (text, number) => ask(db, text, number),
  (text, insert, number) =>
    db.transaction(async (db) => {
      const answer = await ask(db, text, number);
      await db.raw(insert, [number]);
      return answer;
    }),
);
