package store

import (
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

func Simple() (*gorm.DB, error) {
	return gorm.Open(postgres.New(postgres.Config{
		DSN:                  "host=aws-0-eu-west-2.pooler.supabase.com user=app.qxwvutsrqponmlkjihgf password=R7mNq2xYbT dbname=postgres port=6543 sslmode=verify-full",
		PreferSimpleProtocol: true,
	}), &gorm.Config{})
}

func Named() (*gorm.DB, error) {
	dsn := "host=aws-0-eu-west-2.pooler.supabase.com user=app.qxwvutsrqponmlkjihgf password=R7mNq2xYbT dbname=postgres port=6543 sslmode=verify-full"
	return gorm.Open(postgres.Open(dsn), &gorm.Config{})
}
