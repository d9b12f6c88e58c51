import { AF_INET, IP_TTL, IPPROTO_IP, SOCK_DGRAM, socket } from "@bsd/socket";
import { each } from "./each.ts";

using s = socket(AF_INET, SOCK_DGRAM);
s.bind(["127.0.0.1", 0]);
const address = s.getsockname();
const [out, into] = [new Uint8Array(64), new Uint8Array(64)];

// The same message over and over is one that the kernel takes: the last of them counts.
await each((messages) => {
  const ttl = [IPPROTO_IP, IP_TTL, new Uint8Array(new Int32Array([64]).buffer)] as const;
  const ancdata = Array.from({ length: messages }, () => ttl);
  return () => {
    s.sendmsg([out], ancdata, 0, address);
    s.recv_into(into);
  };
});
