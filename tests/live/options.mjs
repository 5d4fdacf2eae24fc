// Asks the drivers of Node about options that connlint's records call misplaced: with and without one, the client of pg
// has to come out the same. Standard input: JSON, one set each. Nothing connects.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const pg = require("pg");
const URL = "postgres://app:pw@127.0.0.1:1/shop";
const VALUES = { ssl: true, rejectUnauthorized: false, sslmode: "require", host: "elsewhere.example", statement_timeout: 5 };

const client = (config) => {
  const made = new pg.Client(config);
  const { user, database, host, port, ssl, statement_timeout, application_name } = made.connectionParameters;
  return { user, database, host, port, ssl, statement_timeout, application_name };
};

const nested = (prefix, given) => (prefix ? { [prefix.slice(0, -1)]: given } : given);

async function caught(run) {
  let config;
  class Stop {
    constructor(given) {
      config = given;
      throw new Error("stop");
    }
  }
  await run(Stop).catch((error) => {
    if (!config) throw error;
  });
  return client(config);
}

const DRIVERS = {
  "node-postgres": (prefix, given) => client({ connectionString: URL, ...nested(prefix, given) }),
  "postgres-js": (prefix, given) => {
    const { ssl, host, port, database, user } = require("postgres")(URL, nested(prefix, given)).options;
    return { ssl, host, port, database, user };
  },
  knex: (prefix, given) => client(require("knex")({ client: "pg", connection: URL, ...nested(prefix, given) }).client.connectionSettings),
  typeorm: (prefix, given) =>
    caught(async (Stop) => {
      const { DataSource } = require("typeorm");
      const source = new DataSource({ type: "postgres", url: URL, entities: [], ...nested(prefix, given) });
      source.driver.postgres = { Pool: Stop };
      await source.driver.createPool(source.driver.options, source.driver.options);
    }),
  sequelize: (prefix, given) =>
    caught(async (Stop) => {
      const { Sequelize } = require("sequelize");
      const made = new Sequelize(URL, { dialect: "postgres", logging: false, ...nested(prefix, given) });
      made.connectionManager.lib = { Client: Stop };
      await made.connectionManager.connect(made.config);
    }),
};

const wrong = [];
let asked = 0;
for (const { driver, prefix, dropped } of JSON.parse(readFileSync(0, "utf8"))) {
  const plain = JSON.stringify(await DRIVERS[driver](prefix, {}));
  for (const name of dropped) {
    asked += 1;
    const other = JSON.stringify(await DRIVERS[driver](prefix, { [name]: VALUES[name] ?? "something" }));
    if (other !== plain) wrong.push(`${driver} ${prefix}${name} counts: ${plain} becomes ${other}`);
  }
}
// What a string says of TLS replaces the option.
const both = client({ connectionString: `${URL}?sslmode=verify-full`, ssl: { ca: "ours", rejectUnauthorized: false } });
if (both.ssl?.ca || both.ssl?.rejectUnauthorized === false) wrong.push("pg keeps `ssl` beside `sslmode`");
console.log(wrong.join("\n") || `${asked + 1} options agree`);
process.exit(wrong.length ? 1 : 0);
