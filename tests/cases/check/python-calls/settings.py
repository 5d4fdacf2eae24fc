from decouple import config

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": config("DB_NAME", default="shop"),
        "USER": "shop.abcdefghijklmnopqrst",
        "PASSWORD": config("DB_PASSWORD"),
        "HOST": "aws-0-eu-central-1.pooler.supabase.com",
        "PORT": 6543,
        "OPTIONS": {"sslmode": "require", "CONN_MAX_AGE": 0},
    }
}
