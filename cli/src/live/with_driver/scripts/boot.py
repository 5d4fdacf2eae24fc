# Runs a driver's script with the string that comes over standard input, in several clients at once, and says in one
# line of JSON what came of it. It ends with the program that started it, whose end closes standard input.
import sys

# What lies in this folder is the project's, and none of the modules that are meant here.
sys.path[:] = [path for path in sys.path if path]

import asyncio, importlib.metadata, importlib.util, inspect, json, linecache, os, threading, time, traceback

task = json.loads(sys.stdin.readline())
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()
said = {"runtime": "Python " + sys.version.split()[0], "versions": {}, "missing": []}


def finish():
    print(json.dumps(said))
    sys.stdout.flush()
    # A driver's thread that still waits for a server is no reason to stay.
    os._exit(0)


for module, package in task["packages"]:
    if importlib.util.find_spec(module) is None:
        said["missing"].append(package)
    else:
        try:
            said["versions"][module] = importlib.metadata.version(package.split("[")[0])
        except importlib.metadata.PackageNotFoundError:
            # Brought by a package of another name, as psycopg2 is by psycopg2 and by psycopg2-binary.
            said["versions"][module] = getattr(importlib.import_module(module), "__version__", "?").split()[0]
if said["missing"]:
    finish()

PLUS = [100000 * (nth + 1) for nth in range(5)]
script = {"__name__": "script"}
source = task["source"]
linecache.cache[task["name"]] = (len(source), None, source.splitlines(True), task["name"])
seen = {"asked": 0, "answered": 0, "wrong": 0, "error": None, "traceback": None}


def failed(error):
    if seen["error"] is None:
        words = "".join(traceback.format_exception_only(type(error), error))
        trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        seen["error"], seen["traceback"] = words.strip(), trace


async def client(nth):
    seen["asked"] += len(PLUS) * task["rounds"]
    try:
        ask, close = await value(script["open"](task["string"]))
        for n in range(task["rounds"]):
            for plus in PLUS:
                answer = await value(ask(plus, nth * 1000 + n))
                seen["answered"] += 1
                seen["wrong"] += answer != plus + nth * 1000 + n
        await value(close())
    except BaseException as error:
        failed(error)


async def value(it):
    return await it if inspect.isawaitable(it) else it


def alone(nth):
    try:
        client(nth).send(None)
    except StopIteration:
        pass


async def together():
    await asyncio.gather(*map(client, range(task["clients"])))


begun = time.monotonic()
try:
    exec(compile(source, task["name"], "exec"), script)
    if inspect.iscoroutinefunction(script["open"]):
        asyncio.run(together())
    else:
        threads = [threading.Thread(target=alone, args=(nth,), daemon=True) for nth in range(task["clients"])]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
except BaseException as error:
    failed(error)
said.update(seen, milliseconds=round((time.monotonic() - begun) * 1000, 1))
finish()
