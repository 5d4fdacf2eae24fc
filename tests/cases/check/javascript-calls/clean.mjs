import { Pool } from 'pg';

const pattern = /^postgres(ql)?:\/\/[^/"]+'/;
// postgres://user:p@ss@host/db in a comment is no string
const template = `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${name}`;
export const pool = new Pool({ connectionString: process.env.DATABASE_URL ?? 'postgres://localhost/shop', max: 5 });
export const named = new Pool({ connectionString: template });
console.log("it's", pattern.test(template));
