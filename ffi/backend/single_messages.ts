/** Batches of messages one by one, for an OS that has no calls for them. */
import type { BatchCalls, TransferCalls } from "./contract.ts";

/**
 * Makes the two calls of the ones for single messages.
 *
 * An error after the first message that was received ends the batch and is lost, as for UDP a
 * later one of recvmmsg(2) can be.
 *
 * @param calls The calls.
 * @param dontWait MSG_DONTWAIT, or 0 where the OS lacks it: each further message is polled for then.
 */
export function makeSingles(
  calls: Pick<TransferCalls, "recvmsg" | "sendmsg" | "wait">,
  dontWait: number,
): BatchCalls {
  return {
    sendmmsg(fd, messages, first, flags) {
      const message = messages[first];
      if (message === undefined) return 0;
      const result = calls.sendmsg(fd, message, flags);
      return result < 0 ? result : 1;
    },
    recvmmsg(fd, messages, flags) {
      let came = 0;
      for (const message of messages) {
        if (came > 0 && dontWait === 0 && calls.wait(fd, true, false, 0) <= 0) break;
        message.controlLength = message.control?.length ?? 0;
        message.addressLength = message.address?.length ?? 0;
        const result = calls.recvmsg(fd, message, came === 0 ? flags : flags | dontWait);
        if (result < 0) return came === 0 ? result : came;
        message.length = result;
        // XNU tells the flags of the call as well: what the caller did not pass is not his.
        if (came > 0) message.flags &= ~(dontWait & ~flags);
        came++;
      }
      return came;
    },
  };
}
