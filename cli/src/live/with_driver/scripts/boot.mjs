// What stands before this is a driver's script, whose `open` is run with the string that comes over standard input, in
// several clients at once; what came of it is said in one line of JSON. The process ends with the one that started it,
// whose end closes standard input.
import { createRequire as makeRequire } from "node:module";
import { existsSync as isThere, readFileSync as read } from "node:fs";
import { dirname as above, join as under } from "node:path";
import { createInterface as lines } from "node:readline";

const task = await new Promise((resolve) => {
  const input = lines({ input: process.stdin });
  input.once("line", (line) => resolve(JSON.parse(line)));
  input.once("close", () => process.exit(1));
});
const said = { runtime: `Node.js ${process.version.slice(1)}`, versions: {}, missing: [] };
const finish = () => {
  process.stdout.write(JSON.stringify(said) + "\n", () => process.exit(0));
};
// A package need not export its package.json, so it is looked for as Node.js looks for packages.
const folders = makeRequire(under(process.cwd(), "here.js")).resolve.paths("pg");
for (const name of task.packages) {
  const found = folders.map((folder) => under(folder, name, "package.json")).find(isThere);
  if (found) said.versions[name] = JSON.parse(read(found, "utf8")).version;
  else said.missing.push(name);
}
if (said.missing.length === 0) {
  const plusses = [1, 2, 3, 4, 5].map((nth) => nth * 100000);
  const seen = { asked: 0, answered: 0, wrong: 0, error: null, traceback: null };
  const failed = (error) => {
    // Several addresses of one host come as several errors in one, which says nothing itself.
    const first = error?.errors?.[0] ?? error;
    seen.error ??= `${first?.name ?? "Error"}: ${first?.message || first?.code || first}`;
    seen.traceback ??= String(error?.stack ?? error);
  };
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  const client = async (nth) => {
    seen.asked += plusses.length * task.rounds;
    try {
      const { ask, close } = await open(task.string);
      for (let n = 0; n < task.rounds; n++) {
        for (const plus of plusses) {
          const answer = await ask(plus, nth * 1000 + n);
          seen.answered++;
          if (Number(answer) !== plus + nth * 1000 + n) seen.wrong++;
        }
      }
      await close();
    } catch (error) {
      failed(error);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: task.clients }, (_, nth) => client(nth)));
  Object.assign(said, seen, { milliseconds: Math.round((performance.now() - begun) * 10) / 10 });
}
finish();
