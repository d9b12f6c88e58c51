"""Makes the calls of scripts, read as JSON from stdin, and prints what came of each as JSON."""

import array
import faulthandler
import json
import os
import socket
import sys
import tempfile

if sys.version_info < (3, 11):
    ExceptionGroup = ()


def encode(value):
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, (tuple, list, array.array)):
        return [encode(item) for item in value]
    if isinstance(value, socket.socket):
        kind = [value.family, value.type, value.proto, value.gettimeout()]
        return {"socket": [None if item is None else float(item) for item in kind]}
    return value


def failed(error):
    if isinstance(error, OSError):
        text = None if error.errno is None else error.strerror
        return {"error": type(error).__name__, "errno": error.errno, "text": text}
    if isinstance(error, (ValueError, OverflowError)):
        return {"error": "RangeError"}
    if isinstance(error, ExceptionGroup):
        return {"error": "AggregateError", "errors": [failed(one) for one in error.exceptions]}
    return {"error": type(error).__name__}


class Script:
    def __init__(self, directory):
        self.sockets = []
        self.descriptors = []
        self.names = {
            **vars(socket),
            "tmp": directory,
            "ints": lambda *numbers: array.array("i", numbers),
            "fds": lambda ancdata: list(array.array("i", ancdata[0][2])),
            "leave": lambda sock: sock.__exit__(None, None, None),
            "devnull": self.devnull,
            "file": self.file,
            "position": lambda file: file.tell(),
        }

    def devnull(self):
        self.descriptors.append(os.open("/dev/null", os.O_RDONLY))
        return self.descriptors[-1]

    def file(self, content):
        opened = tempfile.TemporaryFile()
        opened.write(content)
        opened.seek(0)
        return opened

    def step(self, line):
        try:
            before, equals, after = line.partition(" = ")
            value = eval(after if equals else line, self.names)
            if equals:
                targets = before.split(", ")
                values = [value] if len(targets) == 1 else value
                self.names.update(zip(targets, values))
            self.sockets.extend(filter(lambda one: isinstance(one, socket.socket), flat(value)))
            return {"value": encode(value)}
        except Exception as error:
            return failed(error)

    def end(self):
        for one in self.sockets:
            one.close()
        for one in self.descriptors:
            os.close(one)
        socket.setdefaulttimeout(None)


def flat(value):
    return value if isinstance(value, (tuple, list)) else [value]


def run(lines):
    before = os.listdir("/proc/self/fd")
    with tempfile.TemporaryDirectory(prefix="bsd-", dir="/tmp") as directory:
        script = Script(directory)
        outcomes = [script.step(line) for line in lines]
        script.end()
    script.names.clear()
    leaked = len(os.listdir("/proc/self/fd")) - len(before)
    return {"directory": directory, "outcomes": outcomes, "leaked": leaked}


# A call that waits for ever ends here, and stderr says where.
faulthandler.dump_traceback_later(30, exit=True)
print(json.dumps([run(lines) for lines in json.load(sys.stdin)]))
