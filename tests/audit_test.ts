/** Audit hooks: the events Python raises, in its order, with its arguments; and forbidding. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { AF_NETLINK } from "@bsd/socket";
import { unix, winsock } from "./socket/helpers.ts";
import { test } from "./support/census.ts";
import { deno, python } from "./support/peer.ts";

// Hooks cannot be removed, so that each program is a process of its own. Both print one line per
// event: the name, and the arguments that do not differ from run to run.
const inPython = `
import socket, sys

def tell(event, args):
    if not event.startswith("socket."):
        return
    shown = ["<self>" if isinstance(a, socket.socket) else
             "<port>" if isinstance(a, tuple) and isinstance(a[1], int) and a[1] > 1023
             or isinstance(a, int) and a > 1023 else
             repr(a) for a in args]
    print(event, *shown)

sys.addaudithook(tell)
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, _ = server.accept()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
udp.sendto(b"x", udp.getsockname())
udp.sendmsg([b"x"], [], 0, udp.getsockname())
client.sendmsg([b"x"])
socket.socketpair()
socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST)
socket.gethostbyname("127.0.0.1")
socket.gethostbyname_ex("127.0.0.1")
socket.gethostbyaddr("127.0.0.1")
socket.gethostname()
socket.getservbyname("http", "tcp")
socket.getservbyport(80, "tcp")
client.connect_ex(("127.0.0.1", 1))
try:
    udp.bind("nonsense")
except TypeError:
    pass
client.dup()
`;

const here = `
import * as socket from "@bsd/socket";

function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "string") return \`'\${value}'\`;
  return Array.isArray(value) ? \`(\${value.map(repr).join(", ")})\` : String(value);
}

socket.addaudithook((event, args) => {
  if (event === "sys.addaudithook") return;
  const shown = [...args].map((a: unknown) =>
    a instanceof socket.Socket ? "<self>" :
    Array.isArray(a) && typeof a[1] === "number" && a[1] > 1023 ? "<port>" :
    typeof a === "number" && a > 1023 ? "<port>" : repr(a));
  console.log([event, ...shown].join(" "));
});
const x = new TextEncoder().encode("x");
const server = socket.create_server(["127.0.0.1", 0]);
const client = socket.create_connection(server.getsockname());
server.accept();
const udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
udp.bind(["127.0.0.1", 0]);
udp.sendto(x, udp.getsockname());
udp.sendmsg([x], [], 0, udp.getsockname());
client.sendmsg([x]);
socket.socketpair();
socket.getaddrinfo("127.0.0.1", 80, { type: socket.SOCK_STREAM });
socket.getnameinfo(["127.0.0.1", 80], socket.NI_NUMERICHOST);
socket.gethostbyname("127.0.0.1");
socket.gethostbyname_ex("127.0.0.1");
socket.gethostbyaddr("127.0.0.1");
socket.gethostname();
socket.getservbyname("http", "tcp");
socket.getservbyport(80, "tcp");
client.connect_ex(["127.0.0.1", 1]);
try {
  udp.bind("nonsense" as never);
} catch (e) {
  if (!(e instanceof TypeError)) throw e;
}
client.dup();
`;

test("the events are Python's, in order and with its arguments", async () => {
  await using reference = python(inPython);
  await using ours = deno(here);
  const [expected, actual] = await Promise.all([reference.end(), ours.end()]);
  // On Windows a pair is of TCP, and getaddrinfo says nothing of protocols.
  const lines = winsock
    ? expected.replaceAll("__new__ <self> 1 1 0", "__new__ <self> 2 1 0")
      .replaceAll("__new__ <self> 2 1 6", "__new__ <self> 2 1 0")
    : expected;
  assertEquals(actual.split("\n"), lines.split("\n"));
});

test("a hook that uses addresses of its own changes no one else's", async () => {
  await using peer = deno(`
    import { addaudithook, AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";
    const bound = () => {
      const s = socket(AF_INET, SOCK_DGRAM);
      s.bind(["127.0.0.1", 0]);
      s.settimeout(10);
      return s;
    };
    const [meant, others, sender, tells] = [bound(), bound(), bound(), bound()];
    const there = others.getsockname();
    let inside = false;
    addaudithook((event) => {
      if (inside) return;
      inside = true;
      tells.sendto(new TextEncoder().encode(event), there);
      inside = false;
    });
    sender.sendto(new TextEncoder().encode("meant"), meant.getsockname());
    sender.connect(meant.getsockname());
    for (const s of [meant, others, others]) console.log(new TextDecoder().decode(s.recv(100)));
    console.log(String(sender.getpeername()) === String(meant.getsockname()));
  `);
  const lines = (await peer.end()).trim().split("\n");
  assertEquals(lines, ["meant", "socket.sendto", "socket.connect", "true"]);
});

test("what a hook throws forbids the operation, and leaves no descriptor", async () => {
  await using peer = deno(`
    import { addaudithook, socket, gethostname, socketpair, create_server } from "@bsd/socket";
    import { census } from ${JSON.stringify(import.meta.resolve("./support/census.ts"))};
    const count = () => census().size;
    using s = socket();
    using listening = create_server(["127.0.0.1", 0]);
    using client = socket();
    client.connect(listening.getsockname());
    const before = count();
    let forbidden = "";
    addaudithook((event) => {
      if (event === forbidden) throw new Error("forbidden: " + event);
    });
    const attempt = (event: string, operation: () => unknown) => {
      forbidden = event;
      try {
        operation();
        console.log("allowed", event);
      } catch (e) {
        console.log((e as Error).message);
      }
    };
    attempt("socket.__new__", () => socket());
    attempt("socket.__new__", () => socketpair());
    attempt("socket.__new__", () => s.dup());
    attempt("socket.__new__", () => listening.accept());
    attempt("socket.bind", () => s.bind(["127.0.0.1", 0]));
    attempt("socket.gethostname", () => gethostname());
    attempt("sys.addaudithook", () => addaudithook(() => console.log("never called")));
    forbidden = "";
    gethostname();
    const bound = /laddr=(?!\\('0.0.0.0', 0\\))/.test(String(s));
    console.log(bound, count() - before);
  `);
  assertEquals((await peer.end()).trim().split("\n"), [
    "forbidden: socket.__new__",
    "forbidden: socket.__new__",
    "forbidden: socket.__new__",
    "forbidden: socket.__new__",
    "forbidden: socket.bind",
    "forbidden: socket.gethostname",
    "forbidden: sys.addaudithook",
    "false 0",
  ]);
});

test("net_permission_hook asks Deno's permissions, which FFI goes around", async () => {
  const program = `
    import * as socket from "@bsd/socket";
    socket.addaudithook(socket.net_permission_hook);
    const tell = (operation: () => unknown) => {
      try {
        operation();
        console.log("allowed");
      } catch (e) {
        console.log((e as Error).name, (e as Error).message);
      }
    };
    using inet = socket.socket();
    using inet6 = socket.socket(socket.AF_INET6);
    using udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    tell(() => inet.bind(["127.0.0.1", 0]));
    tell(() => inet.connect_ex(["127.0.0.1", 1]));
    tell(() => inet.connect(["127.0.0.2", 1]));
    tell(() => inet6.connect(["::1", 1]));
    tell(() => udp.sendto(new Uint8Array(1), ["127.0.0.2", 1]));
    tell(() => udp.sendmsg([new Uint8Array(1)], [], 0, ["127.0.0.2", 1]));
    if (${unix}) {
      using unix = socket.socket(socket.AF_UNIX);
      tell(() => unix.connect("/run/nobody"));
      tell(() => unix.connect(new TextEncoder().encode("/run/nobody")));
      tell(() => unix.connect(Uint8Array.of(0x2f, 0xff)));
      tell(() => unix.connect("\\0nobody"));
    }
    if (socket.AF_NETLINK !== undefined) {
      using netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW);
      tell(() => netlink.bind([0, 0]));
      // In the form of a path, which none of the family is.
      tell(() => netlink.bind("/tmp" as never));
    }
    tell(() => socket.getaddrinfo("host.invalid", 1));
    tell(() => socket.getaddrinfo("::1", 1));
    tell(() => socket.gethostname());
  `;
  await using peer = deno(program, [], ["--allow-ffi", "--allow-net=127.0.0.1"]);
  const lines = (await peer.end()).trim().split("\n");
  const expected = [
    "allowed",
    "allowed",
    "NotCapable socket.connect needs --allow-net=127.0.0.2:1",
    "NotCapable socket.connect needs --allow-net=[::1]:1",
    "NotCapable socket.sendto needs --allow-net=127.0.0.2:1",
    "NotCapable socket.sendmsg needs --allow-net=127.0.0.2:1",
    ...unix
      ? [
        "NotCapable socket.connect needs --allow-read=/run/nobody",
        "NotCapable socket.connect needs --allow-read=/run/nobody",
        "NotCapable socket.connect needs --allow-read",
        "NotCapable socket.connect needs --allow-net",
      ]
      : [],
    ...AF_NETLINK === undefined ? [] : [
      "NotCapable socket.bind needs --allow-net",
      "TypeError AF_NETLINK address must be [pid, groups], not a string",
    ],
    "NotCapable socket.getaddrinfo needs --allow-net=host.invalid:1",
    "NotCapable socket.getaddrinfo needs --allow-net=[::1]:1",
    "allowed",
  ];
  assertEquals(lines, expected);
});

test("net_permission_hook asks for hosts as Deno names them, and for all where it has no name", async () => {
  const program = `
    import * as socket from "@bsd/socket";
    socket.addaudithook(socket.net_permission_hook);
    const tell = (operation: () => unknown) => {
      try {
        operation();
      } catch (e) {
        console.log((e as Error).name, (e as Error).message);
      }
    };
    using inet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    using inet6 = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
    tell(() => inet.connect(["127.1", 1]));
    tell(() => inet.connect(["<broadcast>", 1]));
    tell(() => inet.bind(["", 0]));
    tell(() => inet6.bind(["", 0]));
    tell(() => inet6.connect(["fe80::1%1", 1]));
    for (const host of ["bücher.invalid", "a b", "*", "localhost:80"]) {
      tell(() => socket.getaddrinfo(host, 1, { flags: socket.AI_NUMERICHOST }));
    }
    // One port of a host is enough to look it up; what is found is another host.
    tell(() => socket.getaddrinfo("localhost", 1));
    tell(() => socket.getaddrinfo("localhost", "1"));
    tell(() => socket.getaddrinfo("localhost", null));
    tell(() => socket.create_connection(["localhost", 1]));
  `;
  const told = async (...permissions: string[]) => {
    await using peer = deno(program, [], ["--allow-ffi", ...permissions]);
    return (await peer.end()).trim().split("\n");
  };
  const lines = await told("--allow-net=localhost:1");
  assertMatch(
    lines.pop() ?? "",
    /^NotCapable socket\.connect needs --allow-net=(127\.0\.0\.1|\[::1\]):1$/,
  );
  assertEquals(lines, [
    "NotCapable socket.connect needs --allow-net=127.0.0.1:1",
    "NotCapable socket.connect needs --allow-net=255.255.255.255:1",
    "NotCapable socket.bind needs --allow-net=0.0.0.0:0",
    "NotCapable socket.bind needs --allow-net=[::]:0",
    "NotCapable socket.connect needs --allow-net=[fe80::1]:1",
    "NotCapable socket.getaddrinfo needs --allow-net=xn--bcher-kva.invalid:1",
    "NotCapable socket.getaddrinfo needs --allow-net",
    "NotCapable socket.getaddrinfo needs --allow-net",
    "NotCapable socket.getaddrinfo needs --allow-net",
    "NotCapable socket.getaddrinfo needs --allow-net=localhost",
  ]);
  // Whatever else the kernel has against them.
  assertEquals((await told("--allow-net")).filter((line) => /^(URI|NotCap)/.test(line)), []);
});

test("a hook must be a function", async () => {
  await using peer = deno(`
    import { addaudithook } from "@bsd/socket";
    try {
      addaudithook("print" as never);
    } catch (e) {
      console.log(String(e));
    }
  `);
  assertStringIncludes(await peer.end(), "TypeError: an audit hook must be a function, not print");
});
