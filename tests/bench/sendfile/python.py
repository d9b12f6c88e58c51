import socket
import sys
import time

port, path = sys.argv[1:]
with socket.create_connection(("127.0.0.1", int(port))) as connection, open(path, "rb") as file:
    begin = time.perf_counter()
    connection.sendfile(file)
    connection.shutdown(socket.SHUT_WR)
    if connection.recv(1):
        raise RuntimeError("the receiver said something")
    print(time.perf_counter() - begin)
