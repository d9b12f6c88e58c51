import socket
import sys
import time

BATCH = 64

batches, size = map(int, sys.argv[1:])
sender, receiver = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
receiver.bind(("127.0.0.1", 0))
address, data = receiver.getsockname(), bytes(size)


def go(times):
    sendto, recvfrom = sender.sendto, receiver.recvfrom
    for _ in range(times):
        for _ in range(BATCH):
            sendto(data, address)
        for _ in range(BATCH):
            recvfrom(2048)


go(300)
begin = time.perf_counter()
go(batches)
print((time.perf_counter() - begin) * 1e9 / batches / BATCH)
