import socket
import sys
import time

calls = int(sys.argv[1])
a, b = socket.socketpair()
out, into = bytes(64), bytearray(64)


def go(times):
    send, recv_into = a.send, b.recv_into
    for _ in range(times):
        send(out)
        recv_into(into)


go(50_000)
begin = time.perf_counter()
go(calls)
print((time.perf_counter() - begin) * 1e9 / calls)
