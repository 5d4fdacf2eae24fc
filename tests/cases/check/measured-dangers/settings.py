"""Django's cursors, through a transaction pooler."""

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "aws-0-eu-central-1.pooler.supabase.com",
        "PORT": 6543,
        "USER": "postgres.abcdefghijklmnopqrst",
        "NAME": "postgres",
        "OPTIONS": {"sslmode": "verify-full", "isolation_level": "repeatable read"},
        "CONN_MAX_AGE": "60",
    }
}
