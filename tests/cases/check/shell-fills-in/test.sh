psql "host=$HOST port=$PORT dbname=$DB user=$1 sslmode=require" -c "select 1"
echo "jdbc.url=jdbc:postgresql://localhost:$PGPORT/shop" > jdbc.properties
# Single quotes keep the dollar sign.
psql 'host=localhost port=$PORT dbname=shop'
