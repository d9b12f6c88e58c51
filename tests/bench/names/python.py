import socket
import sys
import time

lookups, calls = map(int, sys.argv[1:])


def measure(times, call):
    """The nanoseconds that a call takes."""
    for _ in range(times // 2):
        call()
    begin = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - begin) * 1e9 / times


packed = socket.inet_pton(socket.AF_INET6, "2001:db8::8a2e:370:7334")
sock = socket.socket(type=socket.SOCK_DGRAM)
print(
    measure(calls, lambda: socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)),
    measure(lookups, lambda: socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)),
    measure(calls, lambda: socket.inet_pton(socket.AF_INET6, "2001:db8::8a2e:370:7334")),
    measure(calls, lambda: socket.inet_ntop(socket.AF_INET6, packed)),
    measure(calls, lambda: sock.connect(("127.0.0.1", 9))),
    measure(calls, lambda: sock.getsockname()),
)
