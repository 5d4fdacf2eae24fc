"""Runs the generated program in many processes at once, each of which is a client."""

import ast
import importlib
import os
import signal
import sys

import tally

PROGRAM = "connect.py"
#: A client that has not come to its end by then hangs.
LIMIT = 25


def main():
    tree = ast.parse(open(PROGRAM).read())
    # What takes long is imported once: all clients begin together.
    for name in imported(tree):
        importlib.import_module(name)
    code = compile(tree, PROGRAM, "exec")
    gate, opened = os.pipe()
    clients = [start(code, nth, gate, opened) for nth in range(int(os.environ["PROVE_COPIES"]))]
    os.close(opened)
    ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in clients]
    print("hung", ended.count(-signal.SIGALRM))
    for number in {-it for it in ended if it < 0} - {signal.SIGALRM}:
        print("said a client ended by", signal.Signals(number).name)
    # What a client could not say stands in the error output, which is read then.
    sys.exit(any(ended))


def start(code, nth, gate, opened):
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(LIMIT)
    os.close(opened)
    os.read(gate, 1)
    os.environ["PROVE_CLIENT"] = str(nth)
    try:
        exec(code, {"__name__": "__main__"})
        sys.stdout.flush()
        status = 0
    except BaseException as error:
        os.write(1, f"said {tally.words(error)}\n".encode())
        status = 1
    os._exit(status)


def imported(tree):
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (it.name for it in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


main()
