/** sendmsg and recvmsg by Winsock's own calls: beyond Python, which has neither on Windows. */
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import { windows as layout } from "../layout.ts";
import { type Memory, real } from "../memory.ts";
import { encodeIovecs, readMsghdr, writeMsghdr } from "../struct/msghdr.ts";
import { WSARecvMsg } from "../symbols/windows.ts";
import type {
  Bytes,
  DescriptorCalls,
  Message,
  Result,
  SharingCalls,
  TransferCalls,
} from "./contract.ts";
import type { Errors } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";

const { MSG_CTRUNC, MSG_TRUNC, SIO_GET_EXTENSION_FUNCTION_POINTER, SOCK_STREAM } = constants;

/** WSAID_WSARECVMSG (mswsock.h): {F689D7C8-6F1F-436B-8A53-E54FE351C322}. */
const WSAID_WSARECVMSG = new Uint8Array(
  [0xc8, 0xd7, 0x89, 0xf6, 0x1f, 0x6f, 0x6b, 0x43].concat(
    [0x8a, 0x53, 0xe5, 0x4f, 0xe3, 0x51, 0xc3, 0x22],
  ),
);

type ReceiveMessage = (
  socket: bigint,
  message: BufferSource,
  received: BufferSource,
  overlapped: bigint,
  completion: bigint,
) => number;

function total(buffers: readonly Bytes[]): number {
  return buffers.reduce((sum, buffer) => sum + buffer.length, 0);
}

/** Makes the two calls. */
export function makeMessages(
  c: WindowsSymbols,
  memory: Memory,
  { done }: Errors,
  { describe: kindOf }: Pick<DescriptorCalls, "describe">,
  ioctl: SharingCalls["ioctl"],
): Pick<TransferCalls, "recvmsg" | "sendmsg"> {
  const header = new Uint8Array(layout.msghdr.size);
  const view = new DataView(header.buffer);
  const moved = new Uint32Array(1);
  const flagsWord = new Uint32Array(1);
  const lengthWord = new Uint32Array(1);
  const kind = { family: 0, type: 0, proto: 0 };
  // What C reaches only through a structure, and JavaScript might free before the call returns.
  const pinned: unknown[] = [];
  /** WSARecvMsg of each family; one provider serves all types of it. */
  const receivers = new Map<number, ReceiveMessage>();

  function address(bytes: Bytes | null): bigint {
    if (bytes === null || bytes.length === 0) return 0n;
    pinned.push(bytes);
    return memory.address(bytes);
  }

  /** The buffers of a message as WSABUFs; Winsock wants one at least. */
  function gathered({ buffers }: Message): Bytes {
    const parts = buffers.length === 0 ? [new Uint8Array(0)] : buffers;
    return encodeIovecs(parts.map((part) => [address(part), part.length] as const), layout);
  }

  function describe(message: Message, flags: number): void {
    const parts = gathered(message);
    writeMsghdr(view, {
      name: address(message.address),
      namelen: message.addressLength,
      iov: address(parts),
      iovlen: parts.length / layout.iovec.size,
      control: address(message.control),
      controllen: message.controlLength,
      flags,
    }, layout);
  }

  /** The function that no library exports, of the socket's provider. */
  function receiver(fd: number, family: number): ReceiveMessage | Result {
    const known = receivers.get(family);
    if (known !== undefined) return known;
    const where = new BigUint64Array(1);
    const result = ioctl(
      fd,
      SIO_GET_EXTENSION_FUNCTION_POINTER,
      WSAID_WSARECVMSG,
      new Uint8Array(where.buffer),
    );
    if (result < 0) return result;
    try {
      const pointer = Deno.UnsafePointer.create<typeof WSARecvMsg>(where[0] ?? 0n);
      if (pointer === null) return -errno.EOPNOTSUPP;
      const found = new Deno.UnsafeFnPointer(pointer, WSARecvMsg);
      const call: ReceiveMessage = (...args) => found.call(...args);
      receivers.set(family, call);
      return call;
    } catch (refused) {
      // A path-scoped grant lets nobody call what is not exported.
      if (refused instanceof Deno.errors.NotCapable) return -errno.EOPNOTSUPP;
      throw refused;
    }
  }

  /** Without control data: WSARecvFrom, for streams as well. */
  function receivePlain(fd: number, message: Message, flags: number): Result {
    const parts = gathered(message);
    const { address } = message;
    flagsWord[0] = flags;
    lengthWord[0] = message.addressLength;
    // Where there is no source, as on a stream, it stays as it is.
    if (address !== null) address[0] = address[1] = 0;
    const result = done(c.WSARecvFrom(
      BigInt(fd),
      parts,
      parts.length / layout.iovec.size,
      moved,
      flagsWord,
      address,
      address === null ? null : lengthWord,
      0n,
      0n,
    ));
    if (result < 0 && result !== -errno.EMSGSIZE) return result;
    message.controlLength = 0;
    message.addressLength = address === null || address[0] === 0 ? 0 : lengthWord[0];
    message.flags = result < 0 ? MSG_TRUNC : (flagsWord[0] ?? 0) & ~flags;
    // What was cut off filled the room.
    return result < 0 ? total(message.buffers) : moved[0] ?? 0;
  }

  function receiveWithControl(fd: number, message: Message, flags: number): Result {
    const found = kindOf(fd, kind);
    if (found < 0) return found;
    // WSARecvMsg is for messages alone, and a stream of Windows has no control data.
    if (kind.type === SOCK_STREAM) return receivePlain(fd, message, flags);
    const call = receiver(fd, kind.family);
    if (typeof call === "number") return call;
    describe(message, flags);
    const result = done(call(BigInt(fd), header, moved, 0n, 0n));
    if (result < 0 && result !== -errno.EMSGSIZE) return result;
    const received = readMsghdr(view, layout);
    message.addressLength = received.namelen;
    message.controlLength = received.controllen;
    // One error stands for data and for control data that was cut off: the flags tell which (WSAMSG).
    const whole = result >= 0 || (received.flags & (MSG_TRUNC | MSG_CTRUNC)) === MSG_CTRUNC;
    message.flags = (whole ? received.flags : received.flags | MSG_TRUNC) & ~flags;
    return whole ? moved[0] ?? 0 : total(message.buffers);
  }

  return {
    sendmsg(fd, message, flags) {
      let result: number;
      if (message.control !== null && message.controlLength > 0) {
        describe(message, 0);
        result = c.WSASendMsg(BigInt(fd), header, flags, moved, 0n, 0n);
      } else {
        const parts = gathered(message);
        const count = parts.length / layout.iovec.size;
        const { address, addressLength } = message;
        const to = address === null ? null : real(address);
        result = c.WSASendTo(BigInt(fd), parts, count, moved, flags, to, addressLength, 0n, 0n);
      }
      result = done(result);
      pinned.length = 0;
      return result < 0 ? result : moved[0] ?? 0;
    },
    recvmsg(fd, message, flags) {
      const result = message.control === null || message.controlLength === 0
        ? receivePlain(fd, message, flags)
        : receiveWithControl(fd, message, flags);
      pinned.length = 0;
      return result;
    },
  };
}
