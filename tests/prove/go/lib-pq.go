ask := func(text string, number int) (answer int, err error) {
	err = db.QueryRow(text, number).Scan(&answer)
	return answer, err
}
inTransaction := func(text, insert string, number int) (answer int, err error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if err := tx.QueryRow(text, number).Scan(&answer); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(insert, number); err != nil {
		return 0, err
	}
	return answer, tx.Commit()
}
user = tally(ask, inTransaction)
fmt.Print(user)
