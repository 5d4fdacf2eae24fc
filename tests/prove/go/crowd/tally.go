package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

const rounds = 50

// tally asks this client's questions and tells what came back, and what it was told is stored. ask gets the answer to a
// text with a number; inTransaction does so too, and stores the number with a second text.
func tally(
	ask func(text string, number int) (int, error),
	inTransaction func(text, insert string, number int) (int, error),
) string {
	client, err := strconv.Atoi(os.Getenv("PROVE_CLIENT"))
	if err != nil {
		return "said " + err.Error()
	}
	insert := "insert into stored (run, n) values ('" + os.Getenv("PROVE_RUN") + "', cast($1 as int))"
	var right, wrong, failed, committed int
	var said string
	for turn := 0; turn < rounds; turn++ {
		number := client*1000 + turn
		// Texts of different questions, so that the answer to another client's shows.
		plus := 100_000 * (1 + (client+turn)%5)
		text := fmt.Sprintf("select cast($1 as int) + %d from pg_sleep(0.002)", plus)
		var answer int
		var err error
		stores := turn%5 == 4
		if stores {
			answer, err = inTransaction(text, insert, number)
		} else {
			answer, err = ask(text, number)
		}
		switch {
		case err != nil:
			failed++
			if said == "" {
				said = "said " + strings.ReplaceAll(err.Error(), "\n", " ")
			}
			continue
		case answer == number+plus:
			right++
		default:
			wrong++
		}
		if stores {
			committed++
		}
	}
	return fmt.Sprintf("right %d\nwrong %d\nfailed %d\ncommitted %d\n%s\n", right, wrong, failed, committed, said)
}
