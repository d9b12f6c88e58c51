/** What Windows lacks, and what Wine lacks of Windows. */
import type { Skips } from "../support/skips.ts";

/** Windows itself. */
export const windows: Skips = {
  files: {
    "It is about the calls of a POSIX C library": [
      "tests/ffi/errno_test.ts",
      "tests/names/posix_lookups_test.ts",
      "tests/awaited/lookups_backend_test.ts",
    ],
    "Windows tells no process how many descriptors it may have, which the loads are fitted to": [
      "tests/awaited/scale_test.ts",
    ],
    "Windows has no queue of errors (MSG_ERRQUEUE)": [
      "tests/ancillary/errors_test.ts",
    ],
    "Windows has no signals": ["tests/socket/interrupts_test.ts"],
    "Windows has AF_UNIX streams alone, without autobind or abstract names": [
      "tests/socket/unix_test.ts",
    ],
    "Windows passes no descriptors or credentials through sockets": [
      "tests/socket/rights_test.ts",
      "tests/ancillary/leaks_test.ts",
      "tests/ancillary/truncation_test.ts",
      "tests/ancillary/unix_test.ts",
    ],
  },
  tests: {
    "Winsock has no MSG_DONTWAIT, and no MSG_TRUNC among the flags of a receive": [
      "every way fails with MSG_DONTWAIT*",
      "modes: MSG_DONTWAIT*",
      "bytes that MSG_TRUNC throws away*",
      "TCP: bytes that MSG_TRUNC throws away*",
      "batches (one by one, polled): MSG_TRUNC*",
    ],
    "Winsock takes any number of buffers": [
      "sendmsg: as many buffers as the OS takes, and one more",
      "recvmsg_into: more buffers than the kernel takes*",
    ],
    "a datagram that is too long for its room is an error to Winsock": [
      "what does not fit is cut off, and the next datagram is whole*",
      "UDP: what does not fit is cut off*",
    ],
    "a pair is a TCP connection on Windows, which has a reset where others have a broken pipe": [
      "every way fails when the other of a pair is closed*",
      "writable: nobody reads any more",
      "pipeTo: that nobody reads any more gets to the other side",
    ],
    "Windows has neither /proc nor named pipes among its files": [
      "sendfile: files of which the kernel does not know the size*",
      "sendfile: a pipe into which a Python writes*",
      "sendfile: a pipe, which sendfile(2) cannot read",
      "sendfile: a Deno.FsFile that is a pipe",
    ],
    "Winsock takes all that a send is given if it takes any": [
      "different: awaited, nothing waits in the kernel until a send is complete",
    ],
    "Windows has a backlog of its own, and refuses what is beyond it": [
      "create_server: the backlog is how many may wait",
    ],
    "Winsock has no SOCK_NONBLOCK": ["modes: SOCK_NONBLOCK*"],
    "Windows has no SO_BINDTODEVICE, SO_PEERCRED and TCP_INFO among its options": [
      "options: TCP_INFO*",
      "options: text, and a null value with a length",
      "options: who is at the other end",
    ],
    "no child tells on Windows which handles it has": [
      "inheritance: a child gets the socket that it is to get",
    ],
    "The runtime does not tell a file's handle": [
      "lifetime: a file cannot be adopted*",
    ],
    "Windows has no SO_TIMESTAMP of Linux's kind, and no credentials in messages": [
      "recvmsg: when a datagram came",
      "recvmsg: the credentials that the kernel vouches for*",
      "sendmsg: our credentials and a descriptor in one message",
    ],
    "Winsock leaves a control message out that does not fit whole": [
      "recvmsg: room for one control message and a half",
    ],
    "Windows has no MSG_ZEROCOPY": [
      "batches (one by one, polled): memory that the kernel goes on reading*",
    ],
    "Windows has no signals": ["TCP: no SIGPIPE*"],
    "nothing tells on Windows whether a handle that was a socket is still open": [
      "a socket that is collected is forgotten by the poller",
    ],
    "Windows has no SO_REUSEPORT": [
      "create_server: two listeners share a port*",
      "Workers accept on a port of which each has a listener*",
    ],
    "Winsock receives nothing after shutdown(SHUT_RD), not even what had come before": [
      "readable: a read that cancel ends has received nothing",
      "readable: after cancel the methods receive what had come",
    ],
    "Windows gives a socket no errors of its own (MSG_ERRQUEUE)": [
      "who was behind one that gave up is served with what had come already",
    ],
    "nothing counts the threads of a process on Windows": [
      "one call is parked, however many sockets are waited for",
    ],
    "Windows passes no descriptors through sockets": [
      "pass-descriptors: the child serves*",
      "options: Python sees what is set here*",
      "batches (one by one, polled): descriptors travel*",
      "lifetime: a listener that Python made serves here",
      "inheritance: no child gets a descriptor that was received",
      "recvmsg: descriptors that arrive*",
      "recvmsg waits for descriptors*",
      "awaited batches: descriptors come with their message",
      "sendmsg: descriptors*",
    ],
    "Windows has AF_UNIX streams alone, without autobind or abstract names": [
      "logger: a Python receives*",
      "log-receiver: *",
      "a blocking connect after an awaited one that failed",
      "a connect that is aborted while it waits for room",
      "Workers read one queue: each record goes to one of them",
      "a datagram waits behind one that has no room, though it would have",
      "awaited batches: with no room a batch waits*",
      "awaited batches: what is given up sends nothing",
      "sending to somebody who has no room is tried again, and not all the time",
      "an AF_UNIX connection waits for room in the queue*",
      "modes: an AF_UNIX connection waits for room in the queue",
      "modes: a datagram to a full queue*",
      "inspect: names of AF_UNIX sockets",
      "batches (one by one, polled): an address of AF_UNIX*",
      "batches (one by one, polled): a blocking socket sends them all*",
      "batches (one by one, polled): what the queue has no room for*",
      "batches (one by one, polled): the end of a connection*",
      "AF_UNIX: a sender with a path*",
      "AF_UNIX: a datagram for nobody*",
      "records keep their bounds*",
      "a datagram waits for room in the queue of a Python*",
      "a datagram for a queue that stays full times out*",
    ],
    "An empty name is this machine to Winsock's gethostbyname": [
      "an empty host, which only gethostbyname does not find*",
    ],
    "Winsock's SO_RCVTIMEO and SO_SNDTIMEO are milliseconds, no struct timeval": [
      "SO_RCVTIMEO and SO_SNDTIMEO: what was set is read back*",
    ],
    "Windows has fewer structures, and narrower ones": [
      "structures are what Python packs",
      "what does not fit into Linux's structures*",
    ],
    "Windows has no UDP_SEGMENT as a control message": [
      "control_message: UDP_SEGMENT",
    ],
    "Windows has fewer control messages: no original destination, time stamps, segments; no TTL to send":
      [
        "IPv4: all at once of what Python sends*",
        "IPv6: all at once of what Python sends*",
        "IPv4 datagrams on an IPv6 socket bring the messages of both",
        "IPv4: sendmmsg and recvmmsg carry the messages*",
        "IPv6: sendmmsg and recvmmsg carry the messages*",
        "IPv4: UDP_SEGMENT splits*",
        "IPv6: UDP_SEGMENT splits*",
        "IPv4: SO_TIMESTAMP*",
        "IPv6: SO_TIMESTAMP*",
        "SO_RXQ_OVFL: *",
        "an option that is set stays what it is without a message",
      ],
    "Windows has no signals that interrupt or stop another process": [
      "port-scanner: an interrupt gives all up",
      "tcp-proxy: an interrupt cuts connections off",
      "udp-echo: what has gathered is one batch*",
    ],
    "Windows lets a port in TIME_WAIT be bound without SO_REUSEADDR": [
      "reuse-address: fails without the option*",
    ],
  },
};

/** Wine, which the Windows build of Deno runs under on Linux. */
export const wine: Skips = {
  files: {
    "The Pythons to compare with are Linux's": [
      "tests/constants/python_test.ts",
      "tests/differential/differential_test.ts",
    ],
    "Wine lacks a library (bcryptprimitives.dll) that the bundler of `deno bundle` loads": [
      "tests/package_test.ts",
    ],
  },
  tests: {
    "Nobody is told of a refused datagram under Wine": [
      "a refused datagram is told to the next one who receives*",
      "UDP: connected, it hears that nobody is there",
    ],
    "A connection that is reset just ends under Wine": [
      "SO_LINGER: 0 seconds reset the connection",
      "tcp-proxy: resets get to the other side*",
      "every way is told of a reset, once*",
      "TCP: a reset by Python*",
      "a reset wakes readers and writers alike",
      "every way waits for a reset that comes later*",
      "readable: an error ends it",
      "readable: cancel after the error of a reset is fine",
      "writable: abort drops what waits and resets the connection",
      "writable: abort closes where there is nothing to reset",
      "pipeTo: a reset gets to the other side",
    ],
    "Wine does not tell that data was cut off where control data was, too": [
      "recvmsg: too little room for control data sets MSG_CTRUNC",
    ],
    "Wine tells nothing of control data that there was no room for": [
      "too little room for control data*",
    ],
    "Wine calls sending on what is not connected a reset": [
      "every way fails on what is not connected (*",
    ],
    "Wine's getaddrinfo has a number of its own for an address of another family": [
      "an address of another family*",
    ],
    "Wine leaves the length of an option as it was asked for": [
      "options: values are the length that the OS gives",
    ],
    "Wine has no TCP_KEEPIDLE": ["options: how often a connection is kept alive"],
    "Wine's MSG_WAITALL gives what there is": ["TCP: waiting for all"],
    "Wine has no AF_UNIX": [
      "AF_UNIX: no such path*",
      "for await: AF_UNIX",
    ],
    "Wine's receive of urgent data waits where there is none": [
      "urgent data is apart*",
      "TCP: urgent data",
    ],
    "The Python to compare with asks Linux's resolver and tables, which know otherwise": [
      "getaddrinfo fills in what is left open*",
      "interfaces are found as in Python",
      "every service and protocol of this machine is found as in Python",
    ],
    "Wine lets a code of Linux's getaddrinfo through": [
      "a host that getaddrinfo does not find is a gaierror",
      "a host of another family that is resolved is a gaierror",
    ],
    "Wine's resolver knows interfaces by their Linux names": [
      "resolve gives an interface's name in a scope*",
    ],
    "Wine does not look at the other names in its table of services": [
      "services are found by their other names too",
    ],
    "There is no C compiler": [
      "a C program *",
      "c: compiles once*",
      "compile: *",
    ],
    "Python runs outside, where no folder of ours can be its own and its process is not ours": [
      "start: environment and working directory",
      "peer: the end of the scope kills it*",
    ],
    "Wine does not find a port whose number in network order is negative as a short": [
      "the services of this machine's tables are found by their ports",
    ],
    "Wine ignores the control messages that are sent": [
      "IP_PKTINFO: a datagram leaves from the address*",
      "sendmsg: how far an IPv6 datagram goes",
      "batches (one by one, polled): each datagram says where it came in*",
      "sendmsg: control data that the OS does not know",
    ],
  },
};
