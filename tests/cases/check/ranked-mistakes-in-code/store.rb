# Names of other drivers: libpq knows `user` and `dbname`.
db = PG.connect(host: "db.internal", username: "app", database: "shop")
