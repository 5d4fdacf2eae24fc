// 72, in JavaScript.
import postgres from "postgres";

const { DB_USER, DB_PASSWORD } = process.env;
const sql = postgres(`postgres://${DB_USER}:${DB_PASSWORD}@db.internal/shop`);
