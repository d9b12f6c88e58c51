import asyncio
import socket
import sys
import time

SIZE = 65536


async def receive(reader, writer):
    while await reader.read(SIZE):
        pass
    writer.close()


async def serve():
    server = await asyncio.start_server(receive, "127.0.0.1", 0, limit=SIZE)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def transfer(port, blocks):
    """The seconds that so many blocks take."""
    block = bytes(SIZE)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=SIZE)
    writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    begin = time.perf_counter()
    for _ in range(blocks):
        writer.write(block)
        await writer.drain()
    writer.write_eof()
    if await reader.read(SIZE):
        raise RuntimeError("the receiver said something")
    taken = time.perf_counter() - begin
    writer.close()
    return taken


async def connect(port, blocks):
    await transfer(port, blocks // 8)
    print(blocks / 16 / await transfer(port, blocks))


args = [arg for arg in sys.argv[1:] if arg != "uvloop"]
main = serve() if args[0] == "serve" else connect(*map(int, args[1:]))
if "uvloop" in sys.argv:
    import uvloop

    uvloop.run(main)
else:
    asyncio.run(main)
