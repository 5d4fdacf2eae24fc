// What one client asks, what came back, and what it was told is stored.

import { readFileSync, writeSync } from "node:fs";

const ROUNDS = 50;
/// Texts of different questions, so that the answer to another client's shows.
const PLUS = [1, 2, 3, 4, 5].map((nth) => nth * 100_000);

let next = 0;

/// `ask` a text with a number and get an answer; `inTransaction` asks likewise, and stores the number with a second text.
export async function tally(name, placeholder, ask, inTransaction) {
  const client = Number(process.env.PROVE_CLIENT) + next++;
  const counts = { right: 0, wrong: 0, failed: 0, committed: 0 };
  const insert = `insert into stored (run, n) values ('${process.env.PROVE_RUN}', cast(${placeholder} as int))`;
  let said;
  for (let turn = 0; turn < ROUNDS; turn++) {
    const number = client * 1000 + turn;
    const plus = PLUS[(client + turn) % PLUS.length];
    const text = `select cast(${placeholder} as int) + ${plus} as answer from pg_sleep(0.002)`;
    const stores = turn % 5 === 4;
    try {
      const answer = stores ? await inTransaction(text, insert, number) : await ask(text, number);
      counts[Number(answer) === number + plus ? "right" : "wrong"]++;
      counts.committed += stores;
    } catch (error) {
      counts.failed++;
      said ??= words(error);
    }
  }
  const lines = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  print([`version ${version(name)}`, ...lines, ...(said ? [`said ${said}`] : [])]);
}

export const words = (error) => `${error?.name}: ${error?.message}`.replace(/\s+/g, " ");

/// One write: many clients share the output.
export const print = (lines) => writeSync(1, lines.join("\n") + "\n");

const version = (name) => JSON.parse(readFileSync(`../node_modules/${name}/package.json`, "utf8")).version;
