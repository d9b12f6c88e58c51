/** What the emulator of an arm64 processor cannot run, or takes too long for. */
import type { Skips } from "../support/skips.ts";

/** A test of batches in each way to move one. */
function everyWay(name: string): string[] {
  return ["the kernel's calls", "one by one", "one by one, polled"]
    .map((way) => `batches (${way}): ${name}`);
}

export const arm64: Skips = {
  files: {
    // A C program for arm64 differs there in the same way from one for this machine's processor.
    "The emulator cuts control messages off in its own way, and writes past the room for them": [
      "tests/ancillary/truncation_test.ts",
    ],
    "It takes too long under emulation; nothing of it is the processor's own": [
      "tests/awaited/reactor_model_test.ts",
      "tests/awaited/scale_test.ts",
      "tests/sockaddr/property_test.ts",
      "tests/sockaddr/ip_test.ts",
    ],
    "The emulator hangs in calls that a signal interrupts": ["tests/socket/interrupts_test.ts"],
    "What becomes of a parent by execve has another process id: that of the emulator's child": [
      "tests/activation_test.ts",
    ],
    "The emulator does not translate the option": [
      "tests/ancillary/packet_test.ts", // PACKET_AUXDATA
      "tests/structs/multicast_test.ts", // IP_MULTICAST_IF, IPV6_MULTICAST_IF
    ],
  },
  tests: {
    "Each start of Deno costs seconds under emulation; nothing of poll(2) is the processor's own": [
      "all of this file on poll(2)",
    ],
    "The emulator cuts control messages off in its own way, and writes past the room for them": [
      ...everyWay("descriptors travel with each message, and are nobody else's"),
      "linux: descriptors travel, and those without room are closed",
      "recv_fds: more than maxfds are closed by the OS, and the flags say so",
      "recvmsg: room for one control message and a half",
      "too little room for control data is told by MSG_CTRUNC*",
    ],
    "Megabytes take minutes under emulation": [
      "TCP over IPv4:*",
      "TCP over IPv6:*",
      "TCP: a slow reader makes send partial*",
    ],
    "The emulator does not translate the option": [
      "IPv4: all at once of what Python sends, as Python reads the same",
      "IPv4: sendmmsg and recvmmsg carry the messages of each datagram",
      "IPv4: SO_TIMESTAMP*",
      "IPv6: SO_TIMESTAMP*",
      "SO_RXQ_OVFL: how many datagrams there was no room for",
      ...everyWay("memory that the kernel goes on reading is the caller's own"),
      "options: text, and a null value with a length",
      "options: TCP_INFO is as long as the OS has it",
      "TCP_INFO:*",
    ],
    "The emulator is overwritten by what the kernel gives of SO_ATTACH_FILTER, and ends": [
      "SO_ATTACH_FILTER:*",
    ],
    "The emulator's recvmsg without buffers receives nothing": [
      "recvmsg_into: what comes into no buffers is gone",
    ],
  },
};
