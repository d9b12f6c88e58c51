"""Makes the calls of scripts, read as JSON from stdin, and prints what came of each as JSON."""

import array
import contextlib
import faulthandler
import io
import json
import os
import socket
import sys


def encode(value):
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, (tuple, list, array.array)):
        return [encode(item) for item in value]
    if isinstance(value, io.FileIO):
        return value.fileno()
    if isinstance(value, socket.socket):
        return {"socket": [value.family, value.type, value.proto, value.gettimeout()]}
    return value


def failure(error):
    if isinstance(error, OSError):
        if error.errno is None:
            return {"error": type(error).__name__, "errno": None}
        return {"error": type(error).__name__, "errno": error.errno, "text": error.strerror}
    if isinstance(error, (ValueError, OverflowError)):
        return {"error": "RangeError"}
    if hasattr(error, "exceptions"):
        return {"error": "AggregateError", "errors": [failure(one) for one in error.exceptions]}
    return {"error": type(error).__name__}


class Script:
    def __init__(self, directory):
        self.directory = directory
        self.sockets = []
        self.files = []
        self.names = {
            **vars(socket),
            "tmp": directory,
            "ints": lambda *numbers: array.array("i", numbers),
            "fds": lambda ancdata: list(array.array("i", ancdata[0][2])),
            "leave": lambda sock: sock.__exit__(None, None, None),
            "file": self.file,
            "descriptor": lambda file: file.fileno(),
            "rest": lambda file: file.read(),
        }

    def file(self, content):
        opened = open(os.path.join(self.directory, "file"), "wb+", buffering=0)
        self.files.append(opened)
        opened.write(content)
        opened.seek(0)
        return opened

    def step(self, line):
        try:
            targets, equals, expression = line.rpartition(" = ")
            value = eval(expression, self.names)
            if equals:
                targets = targets.split(", ")
                self.names.update(zip(targets, [value] if len(targets) == 1 else value))
            values = value if isinstance(value, (tuple, list)) else [value]
            self.sockets.extend(one for one in values if isinstance(one, socket.socket))
            return {"value": encode(value)}
        except Exception as error:
            return failure(error)

    def end(self):
        for one in [*self.sockets, *self.files]:
            with contextlib.suppress(OSError):
                one.close()
        socket.setdefaulttimeout(None)


def run(directory, lines):
    script = Script(directory)
    outcomes = [script.step(line) for line in lines]
    script.end()
    return outcomes


# A call that waits for ever ends here, and stderr says where.
faulthandler.dump_traceback_later(30, exit=True)
print(json.dumps(run(**json.load(sys.stdin))))
