import asyncio
import sys


class Closing(asyncio.Protocol):
    def connection_made(self, transport):
        transport.close()


async def main():
    server = await asyncio.get_running_loop().create_server(Closing, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if "uvloop" in sys.argv:
    import uvloop

    uvloop.run(main())
else:
    asyncio.run(main())
