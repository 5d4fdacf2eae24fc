"""What one client asks, what came back, and what it was told is stored."""

import inspect
import os

ROUNDS = 50
#: Texts of different questions, so that the answer to another client's shows.
PLUS = [100_000 * (nth + 1) for nth in range(5)]


def run(placeholder, ask, store, commit, rollback):
    """The same as `go`, of plain functions."""
    try:
        go(placeholder, ask, store, commit, rollback).send(None)
    except StopIteration:
        pass


async def go(placeholder, ask, store, commit, rollback):
    """`ask` a text with a number and get an answer, `store` a row by a text with a number; then `commit`."""
    client = int(os.environ["PROVE_CLIENT"])
    counts = dict.fromkeys(["right", "wrong", "failed", "committed"], 0)
    said = None
    insert = f"insert into stored (run, n) values ('{os.environ['PROVE_RUN']}', {placeholder})"
    for turn in range(ROUNDS):
        number, plus = client * 1000 + turn, PLUS[(client + turn) % len(PLUS)]
        text = f"select cast({placeholder} as int) + {plus} from pg_sleep(0.002)"
        stores = turn % 5 == 4
        try:
            answer = await value(ask(text, number))
            if stores:
                await value(store(insert, number))
            await value(commit())
            counts["right" if answer == number + plus else "wrong"] += 1
            counts["committed"] += stores
        except Exception as error:
            counts["failed"] += 1
            said = said or words(error)
            try:
                await value(rollback())
            except Exception:
                pass
    report(counts, said)


async def value(it):
    return await it if inspect.isawaitable(it) else it


def words(error):
    """The first line: hints and the text of the query come after it."""
    return f"{type(error).__name__}: {error}".splitlines()[0]


def report(counts, said):
    lines = [f"{name} {count}" for name, count in counts.items()]
    if said:
        lines.append(f"said {said}")
    # One write: many clients share the output.
    os.write(1, ("\n".join(lines) + "\n").encode())
