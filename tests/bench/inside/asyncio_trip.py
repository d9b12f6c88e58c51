import asyncio
import socket
import sys
import time

SIZE = 64


def at_once(transport):
    transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        at_once(transport)
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        at_once(transport)
        self.transport = transport

    def exchange(self, times):
        self.left = times
        self.done = asyncio.get_running_loop().create_future()
        self.transport.write(bytes(SIZE))
        return self.done

    def data_received(self, data):
        if len(data) != SIZE:
            raise RuntimeError("not what was sent")
        self.left -= 1
        if self.left > 0:
            self.transport.write(bytes(SIZE))
        else:
            self.done.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    _, client = await loop.create_connection(Client, *server.sockets[0].getsockname())
    await client.exchange(3000)
    begin = time.perf_counter()
    await client.exchange(exchanges)
    print((time.perf_counter() - begin) * 1e6 / exchanges)
    client.transport.close()
    server.close()


exchanges = int(sys.argv[-1])
if "uvloop" in sys.argv:
    import uvloop

    uvloop.run(main())
else:
    asyncio.run(main())
