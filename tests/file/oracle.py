"""Runs scripts of file operations on Python's socket.makefile, one JSON scenario a line.

The socket is real; the chunks of a scenario go into its peer one by one, each when the one before
has been received, so that the reader meets exactly these chunk boundaries.
"""
import errno
import json
import socket
import sys


class Scripted(socket.socket):
    def __init__(self, receives, sends):
        ours, self.peer = socket.socketpair()
        super().__init__(ours.family, ours.type, ours.proto, fileno=ours.detach())
        self.setblocking(False)
        self.receives, self.sends = list(receives), list(sends)
        self.waiting, self.asked, self.sent = 0, [], []

    def recv_into(self, buffer):
        size = len(buffer)
        if self.waiting == 0:
            event = self.receives.pop(0) if self.receives else "end"
            if event == "timeout":
                self.asked.append([size, event])
                raise TimeoutError("timed out")
            if event == "end":
                self.peer.shutdown(socket.SHUT_WR)
                self.receives.append("end")
            elif event != "again":
                self.peer.sendall(bytes.fromhex(event))
                self.waiting = len(event) // 2
        try:
            count = super().recv_into(buffer)
        except BlockingIOError:
            self.asked.append([size, "again"])
            raise
        self.waiting -= count
        self.asked.append([size, count])
        return count

    def send(self, data):
        limit = self.sends.pop(0) if self.sends else len(data)
        if limit == "again":
            raise BlockingIOError(errno.EAGAIN, "again")
        if limit == "timeout":
            raise TimeoutError("timed out")
        if limit == "pipe":
            raise BrokenPipeError(errno.EPIPE, "pipe")
        count = super().send(bytes(data[:limit]))
        received = b""
        while len(received) < count:
            received += self.peer.recv(count)
        self.sent.append(received.hex())
        return count


def show(value):
    if isinstance(value, (bytes, bytearray)):
        return "b:" + value.hex()
    if isinstance(value, str):
        return "s:" + value
    if isinstance(value, (list, tuple)):
        return [show(item) for item in value]
    return value


def failure(e):
    for kind in (UnicodeDecodeError, UnicodeEncodeError):
        if isinstance(e, kind):
            return {"error": kind.__name__, "at": [e.start, e.end], "reason": e.reason}
    names = {"LookupError": "RangeError", "ValueError": "RangeError"}
    result = {"error": names.get(type(e).__name__, type(e).__name__)}
    if isinstance(e, BlockingIOError) and hasattr(e, "characters_written"):
        result["written"] = e.characters_written
    return result


def data(argument):
    return bytes.fromhex(argument["hex"]) if isinstance(argument, dict) else argument


def perform(file, name, *args):
    if name in ("readinto", "readinto1"):
        buffer = bytearray(args[0])
        count = getattr(file, name)(buffer)
        return [count, bytes(buffer[:count or 0])]
    if name == "write":
        return file.write(data(args[0]))
    if name == "writelines":
        return file.writelines([data(item) for item in args[0]])
    if name == "iterate":
        lines = []
        for line in file:
            lines.append(line)
            if len(lines) == args[0]:
                break
        return lines
    if name in ("closed", "newlines"):
        return getattr(file, name)
    return getattr(file, name)(*args)


def run(scenario):
    sock = Scripted(scenario["receives"], scenario["sends"])
    results = []
    with sock.peer, sock:
        try:
            file = sock.makefile(scenario["mode"], **scenario["options"])
        except Exception as e:
            return {"open": failure(e)}
        for operation in scenario["operations"]:
            try:
                results.append(show(perform(file, *operation)))
            except Exception as e:
                results.append(failure(e))
        try:
            file.close()
        except Exception as e:
            results.append(failure(e))
        released = sock._io_refs == 0
    return {"results": results, "asked": sock.asked, "sent": sock.sent, "released": released}


def tables(names):
    return {
        name: [bytes([byte]).decode(name, "replace") for byte in range(256)] for name in names
    }


if sys.argv[1:2] == ["tables"]:
    print(json.dumps(tables(sys.argv[2:])))
else:
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))))
