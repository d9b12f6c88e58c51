/** What Windows alone has: control codes, and sockets handed to other processes. */
import { errno } from "../../constants/errno.ts";
import { backend, type Bytes, type SharingCalls } from "../../ffi/backend/mod.ts";
import { bytes, type BytesLike, uint32 } from "../arguments.ts";
import { check, failure } from "../failure.ts";

/** The OS's calls; ENOSYS where it has none. */
export function sharingCalls(syscall: string): SharingCalls {
  const { sharing } = backend();
  if (sharing === null) throw failure(errno.ENOSYS, syscall);
  return sharing;
}

/** What a control code is told: a DWORD, a row of them, or the bytes of a structure. */
export type ControlOption = number | readonly number[] | BytesLike;

function packed(option: ControlOption): Bytes {
  if (typeof option === "object" && !Array.isArray(option)) return bytes(option, "option");
  const words: readonly unknown[] = Array.isArray(option) ? option : [option];
  return new Uint8Array(Uint32Array.from(words, (word) => uint32(word, "option")).buffer);
}

/** WSAIoctl: how many bytes it wrote into `output`. */
export function control(fd: number, code: unknown, option: ControlOption, output: Bytes): number {
  const { ioctl } = sharingCalls("WSAIoctl");
  return check(ioctl(fd, uint32(code, "control"), packed(option), output), "WSAIoctl");
}

/** WSADuplicateSocketW: the socket's description for a process. */
export function describeFor(fd: number, process_id: unknown): Bytes {
  const { share, info_size } = sharingCalls("WSADuplicateSocketW");
  const info = new Uint8Array(info_size);
  check(share(fd, uint32(process_id, "process_id"), info), "WSADuplicateSocketW");
  return info;
}
