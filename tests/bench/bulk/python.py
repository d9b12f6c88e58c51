import socket
import sys
import time

block = bytearray(65536)


def serve():
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            with connection:
                while connection.recv_into(block):
                    pass


def transfer(port, blocks):
    """The seconds that so many blocks take."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        begin = time.perf_counter()
        for _ in range(blocks):
            connection.sendall(block)
        connection.shutdown(socket.SHUT_WR)
        if connection.recv_into(block):
            raise RuntimeError("the receiver said something")
        return time.perf_counter() - begin


if sys.argv[1] == "serve":
    serve()
port, blocks = map(int, sys.argv[2:])
transfer(port, blocks // 8)
print(blocks / 16 / transfer(port, blocks))
