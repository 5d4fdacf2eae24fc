@echo off
rem the API of the shop
set NODE_ENV=development
set DATABASE_URL=postgresql://app:dev@localhost:54x2/shop
set "READER_URL=postgresql://app:p%%40ss@db:5432/shop"
node server.js
