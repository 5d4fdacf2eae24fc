package store

import (
	"database/sql"
	"fmt"
	"os"

	_ "github.com/lib/pq"
)

type settings struct {
	Host string `yaml:"host"`
	Port int    `yaml:"port"`
}

// What is filled in is not known, what is written is.
func FromSettings(s settings) (*sql.DB, error) {
	dsn := fmt.Sprintf("host=%s port=%d user=%s password=%s dbname=%s sslmode=no-verify",
		s.Host, s.Port, os.Getenv("USER_NAME"), os.Getenv("USER_SECRET"), "shop")
	return sql.Open("postgres", dsn)
}

func FromPieces(s settings) (*sql.DB, error) {
	quote := '"'
	raw := `postgres://` + s.Host + `:` + fmt.Sprint(s.Port) + `/shop?sslmode=disable`
	_ = quote
	return sql.Open("postgres", raw)
}

func Other() (*sql.DB, error) {
	return sql.Open("mysql", "app:app@tcp(db.example.com:3306)/shop?parseTime=true")
}

// A message, and what is filled in as a whole.
func Message(s settings, options string) (*sql.DB, error) {
	fmt.Printf("host=%s, port=%d", s.Host, s.Port)
	return sql.Open("postgres", fmt.Sprintf("postgres://app@%s:%d/shop?%s", s.Host, s.Port, options))
}
