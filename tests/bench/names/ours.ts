import {
  AF_INET,
  AF_INET6,
  getaddrinfo,
  inet_ntop,
  inet_pton,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
} from "@bsd/socket";

const [lookups = NaN, calls = NaN] = Deno.args.map(Number);

/** The nanoseconds that a call takes. */
function time(times: number, call: () => unknown): number {
  for (let i = 0; i < times / 2; i++) call();
  const begin = performance.now();
  for (let i = 0; i < times; i++) call();
  return (performance.now() - begin) * 1e6 / times;
}

const packed = inet_pton(AF_INET6, "2001:db8::8a2e:370:7334");
const sock = socket(AF_INET, SOCK_DGRAM);
const stream = { type: SOCK_STREAM };
console.log(
  time(calls, () => getaddrinfo("127.0.0.1", 80, stream)),
  time(lookups, () => getaddrinfo("localhost", 80, stream)),
  time(calls, () => inet_pton(AF_INET6, "2001:db8::8a2e:370:7334")),
  time(calls, () => inet_ntop(AF_INET6, packed)),
  time(calls, () => sock.connect(["127.0.0.1", 9])),
  time(calls, () => sock.getsockname()),
);
