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
      "tests/bench/*",
      "tests/sockaddr/property_test.ts",
      "tests/sockaddr/ip_test.ts",
      "tests/file/codec_test.ts",
      "tests/file/differential_test.ts",
    ],
    "The emulator hangs in calls that a signal interrupts": ["tests/socket/interrupts_test.ts"],
    "Each start of Deno costs seconds under emulation; nothing of it is the processor's own": [
      "tests/examples/*",
      "tests/permissions_test.ts",
      "tests/socket/unclosed_test.ts",
      "tests/support/*",
      "tests/types_test.ts",
    ],
    "It is about Windows": ["tests/windows/*"],
    "The bundler that makes the package does not start under the emulator": [
      "tests/package_test.ts",
    ],
    "What becomes of a parent by execve has another process id: that of the emulator's child": [
      "tests/activation_test.ts",
    ],
    "The emulator does not translate the option": [
      "tests/ancillary/packet_test.ts", // PACKET_AUXDATA
      "tests/families/mptcp_test.ts", // MPTCP_INFO
      "tests/families/udplite_test.ts", // UDPLITE_SEND_CSCOV
      "tests/structs/multicast_test.ts", // IP_MULTICAST_IF, IPV6_MULTICAST_IF
      "tests/structs/packet_test.ts", // PACKET_ADD_MEMBERSHIP, PACKET_AUXDATA, PACKET_RX_RING
    ],
  },
  tests: {
    "Each start of Deno costs seconds under emulation; nothing of it is the processor's own": [
      "all of this file on poll(2)",
      "a process ends by itself when all have given up",
      "a process ends by itself when the time is over",
      "a process ends by itself when all are closed",
      "a process ends by itself when one is served*",
      "a process ends by itself though*",
      "a process exits at once*",
      "a process fails at once*",
      "a rejection that nobody handles is not swallowed",
      "a socket that is collected is forgotten by the poller",
      "one call is parked, however many sockets are waited for",
      "streams: keep their socket while they are in use",
      "streams: what waits for an unref'd socket does not keep the process alive",
      "what the reactor keeps of a socket goes with it",
      "Workers that are terminated while they wait harm nobody",
      "Workers accept on a port of which each has a listener (SO_REUSEPORT)*",
      "Workers read one queue*",
    ],
    "It takes too long under emulation; nothing of it is the processor's own": [
      "one who fails and tries again at once: everything else goes on",
      "poller kqueue: two thousand descriptors*",
    ],
    "The emulator cuts control messages off in its own way, and writes past the room for them": [
      ...everyWay("descriptors travel with each message, and are nobody else's"),
      "calls of ancillary: *",
      "linux: descriptors travel, and those without room are closed",
      "recv_fds: more than maxfds are closed by the OS, and the flags say so",
      "recvmsg: room for one control message and a half",
      "SOCK_SEQPACKET: descriptors come with their message",
      "too little room for control data is told by MSG_CTRUNC*",
    ],
    "The emulator looks at arguments before the kernel does": [
      "calls of closed: *",
      "calls of create: *", // A socket's type loses all but four bits
    ],
    "The emulator refuses a netlink message of a kind that it does not know itself": [
      "a list that the kernel refuses is an error",
    ],
    "The emulator does not translate the option": [
      "IPv4: all at once of what Python sends, as Python reads the same",
      "IPv4: sendmmsg and recvmmsg carry the messages of each datagram",
      "IPv4: SO_TIMESTAMP*",
      "IPv6: SO_TIMESTAMP*",
      "SO_RXQ_OVFL: how many datagrams there was no room for",
      ...everyWay("memory that the kernel goes on reading is the caller's own"),
      "AF_PACKET: what goes out is seen too*",
      "AF_PACKET: frames for others in promiscuous mode",
      "AF_PACKET: auxiliary data and statistics",
      "AF_PACKET: batches of frames*",
      "multicast over IPv4*",
      "multicast over IPv6*",
      "raw ICMP over IPv4: a filter*",
      "raw ICMP over IPv6: a filter*",
      "UDP: multicast on the loopback interface*",
      "calls of options: *",
      "options: text, and a null value with a length",
      "options: TCP_INFO is as long as the OS has it",
      "SO_ATTACH_REUSEPORT_CBPF:*",
      "SO_TXTIME:*",
      "TCP_INFO:*",
      "TCP_MD5SIG:*",
    ],
    "The emulator has its own error number for a filter of nothing": [
      "a filter is refused for what cannot be one",
    ],
    "The emulator is overwritten by what the kernel gives of SO_ATTACH_FILTER, and ends": [
      "SO_ATTACH_FILTER:*",
    ],
    "The emulator's sendmsg and recvmsg without buffers move nothing": [
      "calls of datagrams: *",
      "calls of streams: *",
      "UDP: a message of no parts is an empty datagram",
      "recvmsg_into: what comes into no buffers is gone",
    ],
  },
};
