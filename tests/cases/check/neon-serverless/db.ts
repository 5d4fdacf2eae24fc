import { neon, Pool } from "@neondatabase/serverless";

// Encrypted and verified whatever the string says, and Neon reads the string itself.
export const sql = neon(
  "postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&channel_binding=require",
);
export const pool = new Pool({
  connectionString: "postgresql://app@ep-cool-rain-123456.eu-central-1.aws.neon.tech/shop?sslmode=require",
});
export const nameless = neon("postgresql://ep-cool-rain-123456.eu-central-1.aws.neon.tech/shop");
export const other = neon("postgresql+asyncpg://app@ep-cool-rain-123456.eu-central-1.aws.neon.tech/shop");
