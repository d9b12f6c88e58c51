/** sendmsg and recvmsg of macOS, where descriptors that arrive need care. */
import { darwin as constants } from "../../constants/darwin.ts";
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { CMSG_SPACE, decodeControl, encodeControl } from "../struct/cmsg.ts";
import { viewOf } from "../struct/fields.ts";
import type { DarwinSymbols } from "../symbols/darwin.ts";
import type { Bytes, Message, TransferCalls } from "./contract.ts";
import type { Done } from "./posix_calls.ts";
import { makeMessages } from "./posix_messages.ts";

const { F_SETFD, FD_CLOEXEC, MSG_CTRUNC, MSG_PEEK, SCM_RIGHTS, SOL_SOCKET } = constants;

/**
 * More control data than one message brings: XNU takes no more than a cluster of it from the sender
 * (MCLBYTES of sys/param.h, in sockargs()).
 */
const MOST_CONTROL = 2048;

const INT = 4;

/** What stands for no buffers: XNU refuses a message of none (EMSGSIZE). */
const NONE: readonly Bytes[] = [new Uint8Array(0)];

/** Makes the two calls. */
export function makeDarwinMessages(
  c: DarwinSymbols,
  memory: Memory,
  layout: Layout,
  done: Done,
): Pick<TransferCalls, "recvmsg" | "sendmsg"> {
  const calls = makeMessages(c, memory, layout, done, { receive: 0, send: 0 });
  /** Room for a message's control data and what is beyond the caller's room for it. */
  let room = new Uint8Array(MOST_CONTROL);

  function withBuffers(message: Message): Message {
    return message.buffers.length > 0 ? message : { ...message, buffers: NONE };
  }

  /**
   * Makes the descriptors that came not inheritable, and closes those that the caller has no room
   * for. Not atomic: there is no MSG_CMSG_CLOEXEC, and a child that another thread starts right
   * after recvmsg gets them.
   */
  function settle(control: Bytes, length: number, limit: number): void {
    const view = viewOf(control);
    let at = 0;
    for (const [level, type, data] of decodeControl(control, length, layout)) {
      const start = at + layout.cmsghdr.size;
      at += CMSG_SPACE(data.length, layout);
      if (level !== SOL_SOCKET || type !== SCM_RIGHTS) continue;
      for (let end = start + INT; end <= start + data.length; end += INT) {
        const fd = view.getInt32(end - INT, true);
        if (end <= limit) c.fcntl(fd, F_SETFD, FD_CLOEXEC);
        else c.close(fd);
      }
    }
  }

  /** Control data of which was taken only a look: no descriptors are made, XNU's own record is there. */
  function withoutRights(control: Bytes, length: number): Bytes {
    const messages = decodeControl(control, length, layout);
    return encodeControl(
      messages.filter(([level, type]) => level !== SOL_SOCKET || type !== SCM_RIGHTS),
      layout,
    );
  }

  return {
    sendmsg: (fd, message, flags) => calls.sendmsg(fd, withBuffers(message), flags),
    recvmsg(fd, message, flags) {
      const { control, controlLength: limit } = message;
      const withControl = control !== null && limit > 0;
      // XNU makes every descriptor that was sent, whether or not there is room to tell its number:
      // with all the room that a message can need, those that the caller has none for can be closed.
      if (withControl && room.length < limit + MOST_CONTROL) {
        room = new Uint8Array(limit + MOST_CONTROL);
      }
      const whole: Message = {
        ...withBuffers(message),
        control: withControl ? room : null,
        controlLength: withControl ? room.length : 0,
      };
      const result = calls.recvmsg(fd, whole, flags);
      if (result < 0) return result;
      let came = room.subarray(0, whole.controlLength);
      if ((flags & MSG_PEEK) !== 0) came = withoutRights(came, came.length);
      else settle(came, came.length, limit);
      message.addressLength = whole.addressLength;
      message.controlLength = Math.min(came.length, limit);
      control?.set(came.subarray(0, message.controlLength));
      message.flags = came.length > limit ? whole.flags | MSG_CTRUNC : whole.flags;
      return result;
    },
  };
}
