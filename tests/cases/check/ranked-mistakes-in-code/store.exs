# `host` is nobody's here: Postgrex knows `hostname`.
{:ok, pid} = Postgrex.start_link(host: "db.internal", username: "app", database: "shop")
