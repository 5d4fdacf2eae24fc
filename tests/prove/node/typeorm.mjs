const { tally } = await import("./tally.mjs");
const ask = async (source, text, number) => (await source.query(text, [number]))[0].answer;
await tally(
  "typeorm",
  "$1",
  (text, number) => ask(source, text, number),
  (text, insert, number) =>
    source.transaction(async (source) => {
      const answer = await ask(source, text, number);
      await source.query(insert, [number]);
      return answer;
    }),
);
