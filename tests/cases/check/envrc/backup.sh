#!/bin/sh
pg_dump postgresql://shop:tree9Lamp@db.internal/shop?sslmode=verify-full&connect_timeout=5 > shop.sql
pg_dump postgresql://shop:tree9Lamp@db.internal/shop?sslmode=verify-full > shop.sql &
wait
