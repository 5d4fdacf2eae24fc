const { tally } = await import("./tally.mjs");
const query = (text, number) => sql.join(text.split("$1").map((it) => sql.raw(it)), sql`${number}`);
const ask = async (db, text, number) => (await db.execute(query(text, number))).rows[0].answer;
await tally(
  "drizzle-orm",
  "$1",
  (text, number) => ask(db, text, number),
  (text, insert, number) =>
    db.transaction(async (db) => {
      const answer = await ask(db, text, number);
      await db.execute(query(insert, number));
      return answer;
    }),
);
