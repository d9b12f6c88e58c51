/** Sockets of Windows as descriptors: a SOCKET is a handle, whose number is the descriptor's. */
import { windows as constants } from "../../constants/windows.ts";
import { windows as errno } from "../../constants/errno/windows.ts";
import { viewOf } from "../struct/fields.ts";
import type { Bytes, DescriptorCalls, Result, SharingCalls } from "./contract.ts";
import type { Errors } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";

const {
  FIONBIO,
  FROM_PROTOCOL_INFO,
  HANDLE_FLAG_INHERIT,
  SO_PROTOCOL_INFOW,
  SOL_SOCKET,
  WSA_FLAG_NO_HANDLE_INHERIT,
  WSA_FLAG_OVERLAPPED,
} = constants;

/** Overlapped, as socket() makes them: what else is called works on no other socket. */
const FLAGS = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;

// WSAPROTOCOL_INFOW (winsock2.h): its size, and where in it the kind of the socket is.
const PROTOCOL_INFO = 628;
const FAMILY = 76;
const TYPE = 88;
const PROTOCOL = 92;

/** Makes the calls about descriptors, and those that hand sockets to other processes. */
export function makeDescriptors(
  c: WindowsSymbols,
  { done, failed, granted }: Errors,
): Omit<DescriptorCalls, "socketpair"> & { readonly sharing: SharingCalls } {
  const mode = new Uint32Array(1);
  const flags = new Uint32Array(1);
  const length = new Uint32Array(1);
  const returned = new Uint32Array(1);

  /** A SOCKET as a result; INVALID_SOCKET is -1. */
  const made = (socket: bigint): Result => socket < 0n ? failed() : Number(socket);

  function share(fd: number, process: number, info: Bytes): Result {
    return done(c.WSADuplicateSocketW(BigInt(fd), process, info));
  }

  function fromshare(info: Bytes): Result {
    const any = FROM_PROTOCOL_INFO;
    return made(c.WSASocketW(any, any, any, info, 0, FLAGS));
  }

  function kind(info: Bytes, into: { family: number; type: number; proto: number }): void {
    const view = viewOf(info);
    into.family = view.getInt32(FAMILY, true);
    into.type = view.getInt32(TYPE, true);
    into.proto = view.getInt32(PROTOCOL, true);
  }

  function set_nonblocking(fd: number, nonblocking: boolean): Result {
    mode[0] = nonblocking ? 1 : 0;
    return done(c.ioctlsocket(BigInt(fd), FIONBIO | 0, mode));
  }

  return {
    type_flags: 0,
    type_nonblocking: 0,
    pair_family: constants.AF_INET,
    socket: (family, type, protocol) => made(c.WSASocketW(family, type, protocol, null, 0, FLAGS)),
    close(fd) {
      const result = done(c.closesocket(BigInt(fd)));
      if (result !== -errno.EWOULDBLOCK) return result;
      // A socket that lingers (SO_LINGER) and does not block is left open. On other systems closing it
      // waits, whatever its mode.
      set_nonblocking(fd, false);
      return done(c.closesocket(BigInt(fd)));
    },
    dup(fd) {
      const info = new Uint8Array(PROTOCOL_INFO);
      const result = share(fd, c.GetCurrentProcessId(), info);
      return result < 0 ? result : fromshare(info);
    },
    get_inheritable(fd) {
      // As a handle, -1 is this process.
      if (fd < 0) return -errno.ENOTSOCK;
      const result = granted(c.GetHandleInformation(BigInt(fd), flags));
      return result < 0 ? result : ((flags[0] ?? 0) & HANDLE_FLAG_INHERIT) === 0 ? 0 : 1;
    },
    set_inheritable(fd, inheritable) {
      if (fd < 0) return -errno.ENOTSOCK;
      const wanted = inheritable ? HANDLE_FLAG_INHERIT : 0;
      return granted(c.SetHandleInformation(BigInt(fd), HANDLE_FLAG_INHERIT, wanted));
    },
    set_nonblocking,
    describe(fd, into) {
      const info = new Uint8Array(PROTOCOL_INFO);
      length[0] = info.length;
      const result = done(c.getsockopt(BigInt(fd), SOL_SOCKET, SO_PROTOCOL_INFOW, info, length));
      if (result >= 0) kind(info, into);
      return result;
    },
    sharing: {
      info_size: PROTOCOL_INFO,
      share,
      fromshare,
      kind,
      ioctl(fd, control, input, output) {
        returned[0] = 0;
        const result = done(c.WSAIoctl(
          BigInt(fd),
          control,
          input.length === 0 ? null : input,
          input.length,
          output.length === 0 ? null : output,
          output.length,
          returned,
          0n,
          0n,
        ));
        return result < 0 ? result : returned[0] ?? 0;
      },
    },
  };
}
