const { tally } = await import("./tally.mjs");
const ask = async (text, number) => (await client.query(text, [number])).rows[0].answer;
await tally("pg", "$1", ask, async (text, insert, number) => {
  await client.query("begin");
  try {
    const answer = await ask(text, number);
    await client.query(insert, [number]);
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
});
