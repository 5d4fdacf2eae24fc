URL = "postgresql://app@db.example.com:99999/shop"
