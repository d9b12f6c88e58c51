/** An echo server and its clients in Python, over asyncio: as those in C. */
const COMMON = `
import asyncio, random, signal, socket, struct, sys
signal.alarm(60)

def reset(writer):
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
`;

/** The clients. */
export const PYTHON_CLIENT = `${COMMON}
port, count, seed, most = map(int, sys.argv[1:])
resets = total = 0

async def client(i, everybody):
    global resets, total
    chance = random.Random(seed + i)
    kind = i % 10
    data = b"" if kind == 9 else chance.randbytes(2 + chance.randrange(most) * (4 if kind in (6, 7) else 1))
    sock = socket.socket()
    sock.setblocking(False)
    if kind in (6, 7): sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    async with everybody.limit:
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=1024 if kind in (6, 7) else 65536)
    # Nobody begins before all are there.
    everybody.left -= 1
    if everybody.left == 0: everybody.here.set()
    await everybody.here.wait()

    async def send():
        at = 0
        end = len(data) // 2 if kind == 8 else len(data)
        while at < end:
            n = min(chance.randrange(1, 16384), end - at)
            writer.write(data[at:at + n])
            await writer.drain()
            at += n
        if kind != 8: writer.write_eof()

    sending = asyncio.create_task(send())
    if kind == 8:
        part = await reader.readexactly(1)
        await sending
        assert part == data[:1], (i, part)
        reset(writer)
        resets += 1
        return
    if kind in (6, 7): await sending
    back = bytearray()
    while part := await reader.read(700 if kind in (6, 7) else 65536): back += part
    await sending
    assert back == data, (i, len(back), len(data))
    total += len(data)
    writer.close()
    await writer.wait_closed()

class Everybody:
    def __init__(self):
        self.limit, self.left, self.here = asyncio.Semaphore(200), count, asyncio.Event()

async def main():
    everybody = Everybody()
    await asyncio.gather(*(client(i, everybody) for i in range(count)))

asyncio.run(main())
print(count, resets, total)
`;

/** The server. */
export const PYTHON_SERVER = `${COMMON}
count = int(sys.argv[1])
served = resets = total = 0

async def main():
    over = asyncio.Event()

    async def serve(reader, writer):
        global served, resets, total
        came = 0
        try:
            while data := await reader.read(65536):
                came += len(data)
                writer.write(data)
                await writer.drain()
            writer.write_eof()
            writer.close()
            await writer.wait_closed()
            total += came
        except ConnectionError:
            resets += 1
            writer.transport.abort()
        served += 1
        if served == count: over.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1])
    await over.wait()
    server.close()

asyncio.run(main())
print(served, resets, total)
`;
