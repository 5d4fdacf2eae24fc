# the API of the shop
$env:DATABASE_URL = "postgress://app:dev@localhost:5432/shop"
$env:READER_URL = 'postgresql://app:dev@db:5432/shop'
$password = Read-Host "Password"
$env:ADMIN_URL = "postgresql://admin:$password@db:5432/shop"
node server.js
