database_url = "postgresql://app:Zq83hhqLm2@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require"
