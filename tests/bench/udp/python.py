import socket
import sys
import time

calls = int(sys.argv[1])
sender, receiver = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
receiver.bind(("127.0.0.1", 0))
address, data = receiver.getsockname(), bytes(64)


def go(times):
    sendto, recvfrom = sender.sendto, receiver.recvfrom
    for _ in range(times):
        sendto(data, address)
        received, (host, port) = recvfrom(2048)
        if len(received) != 64 or host != "127.0.0.1":
            raise RuntimeError("not what was sent")


go(30_000)
begin = time.perf_counter()
go(calls)
print((time.perf_counter() - begin) * 1e9 / calls)
