/** AF_QIPCRTR: datagrams between the ports of this node, and its name service. */
import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  AF_QIPCRTR,
  OSError,
  type QipcrtrAddress,
  QRTR_PORT_CTRL,
  QRTR_TYPE_DEL_SERVER,
  QRTR_TYPE_NEW_LOOKUP,
  QRTR_TYPE_NEW_SERVER,
  SOCK_DGRAM,
  socket,
} from "@bsd/socket";
import { awaited, blocking } from "../awaited/faces.ts";
import "../awaited/support_poller.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";

const test = familyTest("AF_QIPCRTR", AF_QIPCRTR, SOCK_DGRAM);

/** The constant, which is there where these tests run. */
function the(constant: number | undefined): number {
  return constant ?? -1;
}

const CONTROL = the(QRTR_PORT_CTRL);
const NEW_SERVER = the(QRTR_TYPE_NEW_SERVER);
const DEL_SERVER = the(QRTR_TYPE_DEL_SERVER);
const NEW_LOOKUP = the(QRTR_TYPE_NEW_LOOKUP);

/** A control packet: a command, and about which server it is. */
function control(command: number, ...server: number[]): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: 5 }, (_, i) => [command, ...server][i] ?? 0);
}

/** A number of a service that nobody else offers. */
function newService(): number {
  return 1000 + Math.floor(Math.random() * 2 ** 31);
}

for (const [face, on] of Object.entries({ blocking, awaited })) {
  test(`${face}: a datagram to a port, and back to where it came from`, async () => {
    using server = socket(AF_QIPCRTR, SOCK_DGRAM);
    const [node] = server.getsockname();
    assertEquals(server.getsockname(), [node, 0]);
    server.bind([node, 0]);
    const [, port] = server.getsockname();
    assert(port > 0);
    using client = socket(AF_QIPCRTR, SOCK_DGRAM);
    assertEquals(await on(client).sendto(encode("hi"), [node, port]), 2);
    const [data, from] = await on(server).recvfrom(100);
    assertEquals([decode(data), from], ["hi", client.getsockname()]);
    await on(client).connect([node, port]);
    assertEquals(client.getpeername(), [node, port]);
    await on(client).send(encode("connected"));
    const [again, ancdata, flags, source] = await on(server).recvmsg(100, 100);
    assertEquals([decode(again), ancdata, flags, source], ["connected", [], 0, from]);
    await on(server).sendmsg([encode("ba"), encode("ck")], [], 0, from);
    assertEquals(decode(await on(client).recv(100)), "back");
    const sender = on === blocking ? server : server.promises;
    assertEquals(await sender.sendmmsg([[encode("one"), from], [encode("two"), from]]), 2);
    for (const text of ["one", "two"]) assertEquals(decode(await on(client).recv(100)), text);
  });

  test(`${face}: the name service tells where a service is, and that it went`, async () => {
    const service = newService();
    const server = socket(AF_QIPCRTR, SOCK_DGRAM);
    using _ = server;
    using watcher = socket(AF_QIPCRTR, SOCK_DGRAM);
    const [node] = server.getsockname();
    server.bind([node, 0]);
    const names: QipcrtrAddress = [node, CONTROL];
    const [, port] = server.getsockname();
    await on(server).sendto(control(NEW_SERVER, service, 7, node, port), names);
    await on(watcher).sendto(control(NEW_LOOKUP, service), names);
    const next = async () => {
      const [data, from] = await on(watcher).recvfrom(100);
      assertEquals(from, names);
      return new Uint32Array(data.buffer);
    };
    assertEquals(await next(), control(NEW_SERVER, service, 7, node, port));
    assertEquals(await next(), control(NEW_SERVER), "the end of what there is now");
    server.close();
    assertEquals(await next(), control(DEL_SERVER, service, 7, node, port));
  });
}

test("what the kernel refuses", () => {
  using s = socket(AF_QIPCRTR, SOCK_DGRAM);
  const [node] = s.getsockname();
  const error = assertThrows(() => s.bind([node, CONTROL]), OSError);
  assertInstanceOf(error, OSError);
  assertEquals([error.code, error.address], ["EADDRINUSE", [node, CONTROL]]);
  assertThrows(() => s.bind([node + 6, 5]), OSError, "Invalid argument");
  assertThrows(() => s.getpeername(), OSError, "not connected");
});

test("Python sends and receives", async () => {
  using s = socket(AF_QIPCRTR, SOCK_DGRAM);
  const [node] = s.getsockname();
  s.bind([node, 0]);
  await using python = pythonSocket(
    `
    s = socket.socket(socket.AF_QIPCRTR, socket.SOCK_DGRAM)
    s.sendto(b"from Python", tuple(map(int, sys.argv[1:3])))
    data, address = s.recvfrom(100)
    print(data.decode(), *address, *s.getsockname())
    `,
    ...s.getsockname(),
  );
  const [data, from] = await s.promises.recvfrom(100);
  assertEquals(decode(data), "from Python");
  s.sendto(encode("answer"), from);
  assertEquals(await python.line(), ["answer", ...s.getsockname(), ...from].join(" "));
  await python.end();
});
