/** sendmsg and recvmsg over a POSIX msghdr. */
import { errno } from "../../constants/errno.ts";
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { encodeIovecs, readMsghdr, writeMsghdr } from "../struct/msghdr.ts";
import type { Bytes, Message, Result, TransferCalls } from "./contract.ts";

interface MessageSymbols {
  sendmsg(fd: number, message: BufferSource, flags: number): number;
  recvmsg(fd: number, message: BufferSource, flags: number): number;
}

/**
 * Whether sending failed as it does in families that refuse every flag they do not know:
 * AF_QIPCRTR, AF_RDS. They are then asked without the flag against SIGPIPE, which they never raise.
 */
export function refusesFlags(result: Result): boolean {
  return result === -errno.EINVAL || result === -errno.EOPNOTSUPP;
}

/** Makes the two calls; `extra` are the flags that the OS needs on every one of them. */
export function makeMessages(
  c: MessageSymbols,
  memory: Memory,
  layout: Layout,
  done: (result: number) => Result,
  extra: { readonly receive: number; readonly send: number },
): Pick<TransferCalls, "recvmsg" | "sendmsg"> {
  const header = new Uint8Array(layout.msghdr.size);
  const view = new DataView(header.buffer);
  // What C reaches only through the header, and JavaScript might free before the call returns.
  const pinned: unknown[] = [];

  function address(bytes: Bytes | null): bigint {
    if (bytes === null || bytes.length === 0) return 0n;
    pinned.push(bytes);
    return memory.address(bytes);
  }

  function describe(message: Message): void {
    const iov = encodeIovecs(
      message.buffers.map((buffer) => [address(buffer), buffer.length] as const),
      layout,
    );
    writeMsghdr(view, {
      name: address(message.address),
      namelen: message.addressLength,
      iov: address(iov),
      iovlen: message.buffers.length,
      control: address(message.control),
      controllen: message.controlLength,
      flags: 0,
    }, layout);
  }

  return {
    sendmsg(fd, message, flags) {
      describe(message);
      let result = done(c.sendmsg(fd, header, flags | extra.send));
      if (refusesFlags(result)) result = done(c.sendmsg(fd, header, flags));
      pinned.length = 0;
      return result;
    },
    recvmsg(fd, message, flags) {
      describe(message);
      let result = done(c.recvmsg(fd, header, flags | extra.receive));
      // Families by which no descriptors come may refuse the flag that is about them: AF_PACKET.
      if (result === -errno.EINVAL) result = done(c.recvmsg(fd, header, flags));
      pinned.length = 0;
      if (result >= 0) {
        const received = readMsghdr(view, layout);
        message.addressLength = received.namelen;
        message.controlLength = received.controllen;
        // Linux reports a flag back that was passed in; what the caller did not pass is not his.
        message.flags = received.flags & ~(extra.receive & ~flags);
      }
      return result;
    },
  };
}
