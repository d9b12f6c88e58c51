import asyncio
import socket
import sys
import time

lookups = int(sys.argv[1])


async def go(times):
    loop = asyncio.get_running_loop()
    for _ in range(times):
        await loop.getaddrinfo("localhost", 80, family=socket.AF_INET, type=socket.SOCK_STREAM)


async def main():
    await go(lookups // 2)
    begin = time.perf_counter()
    await go(lookups)
    print((time.perf_counter() - begin) * 1e6 / lookups)


asyncio.run(main())
