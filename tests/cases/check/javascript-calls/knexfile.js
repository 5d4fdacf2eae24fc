const shared = { client: "pg", pool: { min: 0, max: 4 } };

module.exports = {
  development: { ...shared, connection: "postgres://shop:shop@localhost/shop" },
  production: { client: "pg", connection: process.env.DATABASE_URL, ssl: { rejectUnauthorized: false } },
};
