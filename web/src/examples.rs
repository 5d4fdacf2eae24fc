//! Texts to try the page with. All hosts and passwords are made up.

/// A text with a name for its button.
pub struct Sample {
    /// What it shows.
    pub label: &'static str,
    /// The text.
    pub text: &'static str,
}

/// The samples; the first one is there when the page opens.
pub const SAMPLES: &[Sample] = &[
    Sample {
        label: "An .env file",
        text: "\
# shop, production
NODE_ENV=production
PORT=8080

# the API, through the pooler
DATABASE_URL=postgresql+asyncpg://app:c0rrect@horse@db.example.com:6543/shop?pgbouncer=true&sslmode=require

# migrations, straight to the server
DIRECT_URL=postgresql://app:c0rrect%40horse@db.example.com:5432/shop?sslmod=require
REDIS_URL=redis://cache.example.com:6379/0
",
    },
    Sample {
        label: "One URL",
        text: "postgres://app:swordfish@ep-cool-darkness-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&channel_binding=require",
    },
    Sample {
        label: "Keyword/value",
        text: "host=db.example.com port=6432 user=app password='sword fish' dbname=shop sslmode=prefer options='-c statement_timeout=5000'",
    },
];
