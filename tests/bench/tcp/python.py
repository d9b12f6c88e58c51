import socket
import sys
import time

SIZE = 64
buffer = bytearray(SIZE)


def serve():
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while connection.recv_into(buffer) == SIZE:
                    connection.sendall(buffer)


def exchange(connection, times):
    sendall, recv_into = connection.sendall, connection.recv_into
    for _ in range(times):
        sendall(buffer)
        if recv_into(buffer) != SIZE:
            raise RuntimeError("not what was sent")


if sys.argv[1] == "serve":
    serve()
connection = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
exchanges = int(sys.argv[3])
exchange(connection, 3000)
begin = time.perf_counter()
exchange(connection, exchanges)
print((time.perf_counter() - begin) * 1e6 / exchanges)
