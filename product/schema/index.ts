// Your tables: export each here, then run `npm run db:generate -- --product --name what-it-is`.
export {}
