import { socketpair } from "@bsd/socket";
import { each } from "./each.ts";

const [a, b] = socketpair();

await each((size) => {
  const [out, into] = [new Uint8Array(size), new Uint8Array(size)];
  return () => {
    a.send(out);
    b.recv_into(into);
  };
});
