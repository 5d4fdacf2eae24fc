#!/usr/bin/env bash
set -euo pipefail

SOURCE="postgresql+psycopg2://backup@db.internal:5432/shop"
TARGET="postgresql://backup@archive:5432/shop"
STAMP=$(date +%F)

pg_dump --format=custom --dbname="$SOURCE" > "/backups/shop-$STAMP.dump"
pg_restore --dbname="${TARGET}" "/backups/shop-$STAMP.dump"

export APP_URL="postgresql+psycopg2://app@db.internal:5432/shop"
python -m shop.report
