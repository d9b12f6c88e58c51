/** Where the library differs from Python on purpose: the one list of it, with the reasons. */
import type { Outcome } from "./run.ts";
import { expand } from "./script.ts";

/** What comes of one call on either side. */
export interface Difference {
  readonly reason: string;
  readonly python: Outcome;
  readonly here: Outcome;
}

const TYPE: Outcome = { error: "TypeError" };
const RANGE: Outcome = { error: "RangeError" };
const UNNUMBERED: Outcome = { error: "OSError", errno: null };
const NONE: Outcome = { value: null };
const EBADF: Outcome = { error: "OSError", errno: 9, text: "Bad file descriptor" };
const EINVAL: Outcome = { error: "OSError", errno: 22, text: "Invalid argument" };
const EOPNOTSUPP: Outcome = { error: "OSError", errno: 95, text: "Operation not supported" };
const ENOTCONN: Outcome = {
  error: "OSError",
  errno: 107,
  text: "Transport endpoint is not connected",
};
const EAGAIN: Outcome = {
  error: "BlockingIOError",
  errno: 11,
  text: "Resource temporarily unavailable",
};
const TIMEOUT: Outcome = { error: "TimeoutError", errno: null };
const REFUSED: Outcome = {
  error: "ConnectionRefusedError",
  errno: 111,
  text: "Connection refused",
};
const NO_NAME: Outcome = { error: "gaierror", errno: -2, text: "Name or service not known" };
const NO_SERVICE: Outcome = {
  error: "gaierror",
  errno: -8,
  text: "Servname not supported for ai_socktype",
};

function returns(value: unknown): Outcome {
  return { value };
}

function answers(port: number): Outcome {
  const kinds = [[2, 1, 6], [2, 2, 17], [2, 3, 0]];
  return returns(kinds.map((kind) => [...kind, "", ["127.0.0.1", port]]));
}

/** The script and the line, as it is written there; what Python does; what the library does. */
type Case = readonly [script: string, line: string, python: Outcome, here: Outcome];

const DIFFERENCES: Readonly<Record<string, readonly Case[]>> = {
  "Keyword arguments are one object at the end, of which TypeScript knows the names.": [
    ["create", "socket(bogus=1)", TYPE, returns({ socket: [2, 1, 0, null] })],
    [
      "timeouts",
      "c4 = create_connection(s2.getsockname(), 3)",
      returns({ socket: [2, 1, 6, 3] }),
      TYPE,
    ],
  ],
  "JavaScript ignores arguments beyond those that a method takes.": [
    ["addresses", "socket().bind(('', 0), 1)", TYPE, NONE],
  ],
  "A tuple is an array.": [
    ["addresses", "socket().bind(['127.0.0.1', 0])", TYPE, NONE],
    ["names", "getnameinfo(['127.0.0.1', 80], 0)", TYPE, returns(["localhost", "http"])],
  ],
  "A boolean is not a number, and nothing but those two is yes or no.": [
    ["create", "socket(True)", returns({ socket: [1, 1, 0, null] }), TYPE],
    ["timeouts", "s.setblocking({None|'x'})", NONE, TYPE],
    ["timeouts", "s.settimeout(True)", NONE, TYPE],
  ],
  "A number that does not fit is refused, where Python cuts bits off.": [
    ["create", "socket(fileno=-2147483649)", EBADF, RANGE],
    [
      "create",
      "socket(fileno=2**40)",
      { error: "OSError", errno: 88, text: "Socket operation on non-socket" },
      RANGE,
    ],
    ["create", "fromfd(2147483648, AF_INET, SOCK_STREAM)", EBADF, RANGE],
    ["create", "close(2147483648)", EBADF, RANGE],
    ["inet6", "socket(AF_INET6, SOCK_DGRAM).{bind|connect}(('::1', 0, 2**40))", NONE, RANGE],
    ["inet6", "socket(AF_INET6, SOCK_DGRAM).connect_ex(('::1', 0, 2**40))", returns(0), RANGE],
    [
      "inet6",
      "socket(AF_INET6, SOCK_DGRAM).{bind|connect}(('::1', 0, 0, {-1|2**32|2**40}))",
      NONE,
      RANGE,
    ],
    ["inet6", "getnameinfo(('::1', 80, 2**40, 0), 0)", returns(["::1", "http"]), RANGE],
    ["inet6", "getnameinfo(('::1', 80, 0, {2**32|2**40}), 0)", returns(["::1", "http"]), RANGE],
    ["inet6", "getnameinfo(('::1', 80, 0, -1), 0)", returns(["::1%4294967295", "http"]), RANGE],
    ["options", "s.setsockopt(SOL_SOCKET, SO_REUSEADDR, None, {-1|2**32})", EINVAL, RANGE],
    ["names", "getaddrinfo('127.0.0.1', 65536)", answers(0), RANGE],
    ["names", "getaddrinfo('127.0.0.1', {-1|2**31|2**70})", NO_SERVICE, RANGE],
    ["helpers", "create_connection(('127.0.0.1', 65536))", REFUSED, RANGE],
    ["helpers", "create_connection(('127.0.0.1', -1))", NO_SERVICE, RANGE],
  ],
  "A number out of range is a RangeError, where Python happens to make another error of it.": [
    ["options", "s.getsockopt(SOL_SOCKET, SO_TYPE, -1)", UNNUMBERED, RANGE],
    [
      "options",
      "s.setsockopt(SOL_SOCKET, SO_REUSEADDR, {2147483648|-2147483649|2**40})",
      TYPE,
      RANGE,
    ],
    ["helpers", "q1.sendfile(f, -1)", EINVAL, RANGE],
  ],
  "A value of the wrong type or shape is a TypeError, where Python makes another error of it.": [
    ["names", "getaddrinfo('127.0.0.1', {1.5|(80,)})", UNNUMBERED, TYPE],
    ["helpers", "create_connection(('127.0.0.1', 1.5))", UNNUMBERED, TYPE],
    ["helpers", "create_connection({('127.0.0.1',)|()|'x'})", RANGE, TYPE],
  ],
  "A NUL, at which C would end the string, is refused.": [
    ["unix", "socket(AF_UNIX, SOCK_STREAM).bind(tmp + '/a\\0b')", NONE, RANGE],
    ["unix", "socket(AF_UNIX, SOCK_STREAM).connect(tmp + '/a\\0b')", REFUSED, RANGE],
    ["names", "getaddrinfo('127.0.0.1', '80\\0')", answers(80), RANGE],
    ["names", "getaddrinfo('127.0.0.1\\0', 80)", answers(80), TYPE],
    ["names", "getaddrinfo(b'a..b\\0', 80)", NO_NAME, TYPE],
  ],
  "A NUL in a host is a TypeError everywhere, in Python almost everywhere.": [
    ["names", "getnameinfo(('127.0.0.1\\0', 80), 0)", RANGE, TYPE],
  ],
  "A host that is no domain name is a RangeError everywhere; Python's class depends on the call.": [
    ["addresses", "t.{bind|connect}(({'ü..b'|'\\u0130..'}, 80))", TYPE, RANGE],
  ],
  "A host may be bytes in getnameinfo too.": [
    ["names", "getnameinfo((b'127.0.0.1', 80), 0)", TYPE, returns(["localhost", "http"])],
  ],
  "A host is text: bytes must be UTF-8.": [
    ["addresses", "t.bind((b'\\xff', 80))", NO_NAME, RANGE],
    ["inet6", "s.bind((b'\\xff', 80))", NO_NAME, RANGE],
  ],
  "A path that is not UTF-8 is bytes; Python's strings carry such bytes as lone surrogates.": [
    ["unix", "socket(AF_UNIX, SOCK_DGRAM).bind(tmp + '/\\udc80')", NONE, RANGE],
  ],
  "A path that is too long has the number that C has for it.": [
    ...["'x' * {108|200}", "b'x' * {108|200}", "'\\0' + 'x' * {108|200}"].map((path): Case => [
      "unix",
      `s.{bind|connect}(${path})`,
      UNNUMBERED,
      { error: "OSError", errno: 36, text: "AF_UNIX path too long" },
    ]),
  ],
  "A path prints in quotes, as all strings in an address do.": [
    [
      "unix",
      "repr(s)",
      returns("<Socket fd=…, family=1, type=1, proto=0, laddr=tmp/s>"),
      returns("<Socket fd=…, family=1, type=1, proto=0, laddr='tmp/s'>"),
    ],
    [
      "unix",
      "repr(c)",
      returns("<Socket fd=…, family=1, type=1, proto=0, raddr=tmp/s>"),
      returns("<Socket fd=…, family=1, type=1, proto=0, raddr='tmp/s'>"),
    ],
  ],
  "A scope in the host counts; Python drops it, and the kernel then wants one.": [
    [
      "inet6",
      "socket(AF_INET6, SOCK_DGRAM).bind(('fe80::1%lo', 0))",
      EINVAL,
      { error: "OSError", errno: 99, text: "Cannot assign requested address" },
    ],
  ],
  "create_connection takes what getsockname returns, for IPv6 as well.": [
    [
      "inet6",
      "create_connection(srv.getsockname())",
      RANGE,
      returns({ socket: [10, 1, 6, null] }),
    ],
  ],
  "A failed look-up is a gaierror in create_server too.": [
    [
      "helpers",
      "create_server((b'a..b', 0))",
      { error: "OSError", errno: -2, text: "Name or service not known" },
      NO_NAME,
    ],
    [
      "helpers",
      "create_server(('::1', 0))",
      { error: "OSError", errno: -9, text: "Address family for hostname not supported" },
      { error: "gaierror", errno: -9, text: "Address family for hostname not supported" },
    ],
  ],
  "A call that fails changes nothing: Python has the time-out set by then.": [
    ["closed", "x.gettimeout()", returns(7), NONE],
  ],
  "A closed socket is EBADF in sendfile as everywhere.": [
    ["closed", "d.sendfile(f)", RANGE, EBADF],
    ["helpers", "i1.sendfile(f)", RANGE, EBADF],
  ],
  "With a time-out, Python waits before it tries, even for what can never be.": [
    ["datagrams", "q.accept()", TIMEOUT, EOPNOTSUPP],
  ],
  "MSG_TRUNC counts more bytes than there are: Python returns what lay in memory behind them.": [
    ["datagrams", "len(r.recv(4, MSG_TRUNC))", returns(10), returns(4)],
    ["datagrams", "len(r.recvfrom(4, MSG_TRUNC | MSG_PEEK)[0])", returns(10), returns(4)],
  ],
  "The room for an option has no limit of 1024 bytes.": [
    [
      "options",
      "s.getsockopt(SOL_SOCKET, SO_TYPE, {1025|65536})",
      UNNUMBERED,
      returns({ bytes: "\x01\0\0\0" }),
    ],
  ],
  "send_fds and recv_fds heed their flags and address, which Python forgets.": [
    ["ancillary", "send_fds(e1, [b'x'], [f], {'0'|1.5})", returns(1), TYPE],
    ["ancillary", "send_fds(e1, [b'x'], [f], 2147483648)", returns(1), RANGE],
    ["ancillary", "send_fds(d3, [b'to'], [f], 0, '\\0' + tmp + 'd1')", ENOTCONN, returns(2)],
    [
      "ancillary",
      "recv_fds(g2, 10, 0)",
      EAGAIN,
      returns([{ bytes: "peek" }, "0 descriptors", 8, null]),
    ],
  ],
  "A descriptor that arrives is not inheritable, flag or no flag (PEP 446).": [
    ["ancillary", "arrived.get_inheritable()", returns(true), returns(false)],
  ],
};

/** The differences by script and call: `"create: socket(True)"`. */
export const differences: ReadonlyMap<string, Difference> = new Map(
  Object.entries(DIFFERENCES).flatMap(([reason, cases]) =>
    cases.flatMap(([script, pattern, python, here]) =>
      expand(pattern).map((line) => [`${script}: ${line}`, { reason, python, here }] as const)
    )
  ),
);
