/** The three tables, the exports made of them, and what the exports lack. */
import { assert, assertEquals, assertFalse, assertGreater } from "@std/assert";
import * as constants from "../../constants/mod.ts";
import { darwin } from "../../constants/darwin.ts";
import { linux } from "../../constants/linux.ts";
import { windows } from "../../constants/windows.ts";
import { table } from "../../constants/table.ts";
import { darwin as darwinErrno } from "../../constants/errno/darwin.ts";
import { linux as linuxErrno } from "../../constants/errno/linux.ts";
import { windows as windowsErrno } from "../../constants/errno/windows.ts";

type Value = number | string;
type Table = Readonly<Record<string, Value | undefined>>;

const exported: Readonly<Record<string, unknown>> = constants;
const here: Table = table;
const oses = ["linux", "darwin", "windows"] as const;
const tables: Readonly<Record<typeof oses[number], Table>> = { linux, darwin, windows };

/** The exports of `constants/mod.ts` that are no constants. */
const others = ["AddressFamily", "AddressInfo", "MsgFlag", "SocketKind", "errno", "errorcode"];
const names = Object.keys(exported).filter((name) => !others.includes(name));

Deno.test("each constant has the value of its own name in the table of this OS", () => {
  for (const name of names) assertEquals(exported[name], here[name], name);
  assertGreater(names.length, 1200);
});

Deno.test("each public name of any OS's table is exported on every OS", () => {
  const internal =
    /^(FD_CLOEXEC|F_\w+|O_\w+|E(FD|POLL)_?\w+|EV_\w+|EVFILT_\w+|NOTE_\w+|FIO\w+|SIOC\w+|SIGPIPE|IF_NAMESIZE|INET6?_ADDRSTRLEN|UNIX_PATH_MAX|AF_SYS_CONTROL|CTLIOCGINFO|MAX_KCTL_NAME|XUCRED_VERSION|FROM_PROTOCOL_INFO|HANDLE_FLAG_INHERIT|SOCKET_ERROR|SIO_GET_EXTENSION_FUNCTION_POINTER|SO_UPDATE_\w+|WSA_FLAG_\w+)$/;
  for (const os of oses) {
    for (const name of Object.keys(tables[os])) {
      assertEquals(name in exported, !internal.test(name), `${name} (${os})`);
    }
  }
});

Deno.test("a constant that this OS lacks is exported and undefined", () => {
  const absent = {
    linux: ["AF_HYPERV", "AF_SYSTEM", "AF_LINK", "SO_EXCLUSIVEADDRUSE", "MSG_EOF", "HV_GUID_ZERO"],
    darwin: ["AF_CAN", "AF_NETLINK", "SOCK_CLOEXEC", "SO_MARK", "TCP_KEEPIDLE", "BDADDR_ANY"],
    windows: ["AF_CAN", "AF_NETLINK", "SOCK_CLOEXEC", "SO_REUSEPORT", "MSG_DONTWAIT", "SCM_RIGHTS"],
  };
  const os = Deno.build.os === "darwin" || Deno.build.os === "windows" ? Deno.build.os : "linux";
  for (const name of [...absent[os], "AF_DIVERT", "AF_AAL5", "LOCAL_CREDS", "NETLINK_W1"]) {
    assert(name in exported, name);
    assertEquals(exported[name], undefined, name);
  }
});

Deno.test("the values on which the tables deliberately differ from the headers or from Python", () => {
  assertEquals(windows.SOL_IP, 0);
  assertEquals(windows.SOL_IPV6, 41);
  assertEquals(windows.AF_UNIX, 1);
  assertEquals(windows.SO_BTH_AUTHENTICATE, 0x80000001 - 2 ** 32);
});

Deno.test("the modes of a list of senders, which no two OSes number alike", () => {
  const modes = oses.map((os) => [tables[os]["MCAST_INCLUDE"], tables[os]["MCAST_EXCLUDE"]]);
  assertEquals(modes, [[1, 0], [1, 2], [0, 1]]);
});

Deno.test("the tables cannot be changed through what is exported", () => {
  for (const object of [table, constants.errno, constants.errorcode, constants.AddressFamily]) {
    assert(Object.isFrozen(object));
  }
});

// The facts are a folder beside the repository, which a plain checkout does not have.
const facts = new URL("../../../shared/facts/", import.meta.url);

async function read(name: string): Promise<Record<string, Record<string, Value | null>>> {
  return JSON.parse(await Deno.readTextFile(new URL(name, facts)));
}

async function exists(): Promise<boolean> {
  try {
    return (await Deno.stat(facts)).isDirectory;
  } catch (e) {
    if (e instanceof Deno.errors.NotFound) return false;
    throw e;
  }
}

const present = await exists();
if (!present) console.log("SKIPPED: no folder of facts beside the repository to compare with");

Deno.test({
  name: "facts: each constant of CPython is exported, with its value on each of the three OSes",
  ignore: !present,
  async fn() {
    const python = { ...await read("constants.json"), ...await read("string_constants.json") };
    const headers = await read("constants_os.json");
    const different = new Set([
      "SOL_IP windows",
      "SOL_IPV6 windows",
      "SO_BTH_AUTHENTICATE windows",
      "MSG_NOTIFICATION linux", // of linux/sctp.h, which Python does not include
    ]);
    for (const name of Object.keys(python)) assert(name in exported, name);
    let compared = 0;
    for (const name of new Set([...Object.keys(python), ...names])) {
      if (!(name in python) && !(name in headers)) continue; // the headers test knows of it
      for (const os of oses) {
        if (different.has(`${name} ${os}`)) continue;
        const expected = python[name]?.[os] ?? headers[name]?.[os] ?? undefined;
        assertEquals(tables[os][name], expected, `${name} (${os})`);
        compared++;
      }
    }
    assertGreater(compared, 2500);
  },
});

Deno.test({
  name: "facts: each error number on each of the three OSes",
  ignore: !present,
  async fn() {
    const errnos: Readonly<Record<string, Table>> = {
      linux: linuxErrno,
      darwin: darwinErrno,
      windows: windowsErrno,
    };
    for (const [name, values] of Object.entries(await read("errno.json"))) {
      // WSA names have no second column: Python and the header cannot differ on them.
      const portable = values["windows_python_errno"];
      const expected: Record<string, Value | null | undefined> = {
        ...values,
        windows: portable === undefined ? values["windows"] : portable,
      };
      for (const os of oses) {
        assertEquals(errnos[os]?.[name], expected[os] ?? undefined, `${name} (${os})`);
      }
    }
  },
});

Deno.test("what only the library uses is not public", () => {
  for (const name of ["EPOLLIN", "F_GETFL", "O_NONBLOCK", "FIONBIO"]) {
    assertFalse(name in exported, name);
  }
});
