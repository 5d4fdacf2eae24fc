// Asks Node's drivers what they make of a connection string. Nothing is dialled.
//
//   node worker.mjs --list     the drivers that are here, a JSON object a line
//   node worker.mjs DRIVER     strings in, answers out, as ../README.md says
//
// It is started in the folder where the packages are installed.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'

const here = createRequire(`${process.cwd()}/worker.cjs`)

const text = (value) => {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const texts = (object, except = []) => {
  const kept = Object.entries(object).filter(([name, value]) => !except.includes(name) && text(value) !== null)
  return Object.fromEntries(kept.map(([name, value]) => [name, text(value)]))
}

const parts = (config) => ({
  host: text(config.host),
  port: text(config.port),
  user: text(config.user),
  password: text(config.password),
  dbname: text(config.database),
})

// A port that is no number is found out by the socket, before it looks for the host: hence the calls of Socket.
const DRIVERS = {
  'pg-connection-string': {
    package: 'pg-connection-string',
    how: 'parse and toClientConfig',
    load() {
      const { parse, toClientConfig } = here('pg-connection-string')
      return (string) => parts(toClientConfig(parse(string)))
    },
  },

  'node-postgres': {
    package: 'pg',
    how: 'new Client({ connectionString }), its connectionParameters and getStartupConf()',
    load() {
      const { Client } = here('pg')
      return (string) => {
        const client = new Client({ connectionString: string })
        if (Number.isNaN(client.connectionParameters.port)) new Socket().connect({ port: NaN })
        const own = ['user', 'database']
        return { ...parts(client.connectionParameters), to_server: texts(client.getStartupConf(), own) }
      }
    },
  },

  'postgres-js': {
    package: 'postgres',
    how: 'postgres(string).options',
    load() {
      const postgres = here('postgres')
      return (string) => {
        const { options } = postgres(string)
        const { host, port, user, pass, database, path, connection } = options
        if (!path && port.some(Number.isNaN)) new Socket().connect({ port: NaN })
        return {
          host: path ? path.replace(/\/\.s\.PGSQL\.[^/]*$/, '') : text(host.join(',')),
          port: text(port.join(',')),
          user: text(user),
          password: typeof pass === 'function' ? null : text(pass),
          dbname: text(database),
          to_server: texts(connection),
        }
      }
    },
  },
}

const version = ({ package: name }) =>
  JSON.parse(readFileSync(`${process.cwd()}/node_modules/${name}/package.json`, 'utf8')).version

const list = () => {
  for (const [driver, it] of Object.entries(DRIVERS)) {
    console.log(JSON.stringify({ driver, version: version(it), how: it.how }))
  }
}

const serve = async (ask) => {
  for await (const line of createInterface({ input: process.stdin })) {
    const { s } = JSON.parse(line)
    let answer = { s, ok: true, error: null, stage: null }
    try {
      Object.assign(answer, ask(s))
    } catch (error) {
      answer = { s, ok: false, error: `${error.name}: ${error.message}`, stage: 'read' }
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
}

// Drivers warn about TLS modes; what they warn of is read from what they do.
process.removeAllListeners('warning')
process.on('warning', () => {})

const wanted = process.argv[2]
if (wanted === '--list') {
  list()
} else if (wanted in DRIVERS) {
  await serve(DRIVERS[wanted].load())
} else {
  console.error(`${wanted} is not here`)
  process.exitCode = 1
}
