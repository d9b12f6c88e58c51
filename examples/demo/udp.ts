/** Part of the demo: UDP, both sides in one thread, since a datagram waits until it is received. */
import {
  type AddressFamily,
  AF_INET,
  AF_INET6,
  type Inet6Address,
  type InetAddress,
  MSG_PEEK,
  SOCK_DGRAM,
  socket,
} from "@bsd/socket";
import { heading, optional, step } from "./show.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function exchange(family: AddressFamily<InetAddress | Inet6Address>, host: string): string {
  using receiver = socket(family, SOCK_DGRAM);
  using sender = socket(family, SOCK_DGRAM);
  receiver.settimeout(5);
  receiver.bind([host, 0]);
  sender.sendto(encoder.encode("ping"), receiver.getsockname());
  const [question, from] = receiver.recvfrom(100);
  receiver.sendto(encoder.encode("pong"), from);
  const answer = sender.recv(100);
  return `${decoder.decode(question)} from port ${from[1]}, ${decoder.decode(answer)} back`;
}

function gather(): string {
  using receiver = socket(AF_INET, SOCK_DGRAM);
  using sender = socket(AF_INET, SOCK_DGRAM);
  receiver.settimeout(5);
  receiver.bind(["127.0.0.1", 0]);
  sender.connect(receiver.getsockname());
  const parts = ["one ", "datagram of ", "three buffers"].map((part) => encoder.encode(part));
  sender.sendmsg(parts);
  const peeked = receiver.recv(100, MSG_PEEK).length;
  const [first, second] = [new Uint8Array(4), new Uint8Array(100)];
  const [length] = receiver.recvmsg_into([first, second]);
  const rest = decoder.decode(second.subarray(0, length - first.length));
  return `${peeked} bytes peeked at, read as "${decoder.decode(first)}" and "${rest}"`;
}

/** Shows datagrams by IPv4 and IPv6, and one made of several buffers. */
export async function udp(): Promise<void> {
  heading("UDP");
  await step("IPv4", () => exchange(AF_INET, "127.0.0.1"));
  await optional("IPv6", () => exchange(AF_INET6, "::1"));
  await step("sendmsg", gather);
}
