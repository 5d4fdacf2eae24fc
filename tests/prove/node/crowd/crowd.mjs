// Runs the generated program several times in this process; each is a client.

import { print, words } from "./tally.mjs";

const client = (_, nth) => import(`./connect.mjs?${nth}`).catch((error) => print([`said ${words(error)}`]));
await Promise.all(Array.from({ length: Number(process.env.PROVE_COPIES) }, client));
