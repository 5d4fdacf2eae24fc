ask := func(text string, number int) (answer int, err error) {
	err = pool.QueryRow(ctx, text, number).Scan(&answer)
	return answer, err
}
inTransaction := func(text, insert string, number int) (answer int, err error) {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback(ctx)
	if err := tx.QueryRow(ctx, text, number).Scan(&answer); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, insert, number); err != nil {
		return 0, err
	}
	return answer, tx.Commit(ctx)
}
user = tally(ask, inTransaction)
fmt.Print(user)
