/** AF_HYPERV addresses on the layout of Windows, which alone has them, on any OS. */
import { assertEquals, assertThrows } from "@std/assert";
import { windows as constants } from "../../constants/windows.ts";
import { windows } from "../../ffi/layout.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { fact, membersOf, noFacts } from "./facts.ts";

const { AF_HYPERV, HV_GUID_PARENT, HV_GUID_ZERO, HV_GUID_BROADCAST } = constants;
const encode = (address: unknown) => encodeAddress(AF_HYPERV, address, windows);
const decode = (bytes: Uint8Array) => decodeAddress(bytes, bytes.length, windows);

const SERVICE = "01234567-89ab-cdef-0123-456789abcdef";

Deno.test("a GUID's first three numbers are in the machine's order, the rest is in the text's", () => {
  const bytes = encode([HV_GUID_PARENT, SERVICE]);
  assertEquals(
    bytes.toHex(),
    "22000000" + "da7c2ea43fd00c489cc2a4de20abb878" + "67452301ab89efcd0123456789abcdef",
  );
  assertEquals(decode(bytes), ["a42e7cda-d03f-480c-9cc2-a4de20abb878", SERVICE]);
});

Deno.test("GUIDs in either case, told in lower case", () => {
  for (const guid of [HV_GUID_PARENT, HV_GUID_ZERO, HV_GUID_BROADCAST, SERVICE]) {
    const lower = guid.toLowerCase();
    assertEquals(decode(encode([guid, lower])), [lower, lower]);
    assertEquals(encode([guid.toUpperCase(), lower]), encode([lower, guid]));
  }
});

Deno.test("what is not two GUIDs is refused", () => {
  for (const address of [null, undefined, SERVICE, 1, [], [SERVICE], [SERVICE, SERVICE, SERVICE]]) {
    assertThrows(() => encode(address), TypeError, "[vm_id, service_id]");
  }
  for (const guid of [null, undefined, 1, {}, new Uint8Array(16)]) {
    assertThrows(() => encode([guid, SERVICE]), TypeError, "vm_id must be a string");
    assertThrows(() => encode([SERVICE, guid]), TypeError, "service_id must be a string");
  }
  const bare = SERVICE.replaceAll("-", "");
  const almost = ["", bare, `{${SERVICE}}`, `${SERVICE}0`, ` ${SERVICE}`, `${SERVICE}\n`];
  for (const guid of [...almost, SERVICE.replace("f", "g"), SERVICE.replace("-8", "8-")]) {
    assertThrows(() => encode([guid, SERVICE]), RangeError, `vm_id must be a GUID`);
    assertThrows(() => encode([SERVICE, guid]), RangeError, `not "${guid}"`);
  }
});

Deno.test("a short address is raw bytes", () => {
  const bytes = encode([SERVICE, SERVICE]);
  assertEquals(decode(bytes.subarray(0, 35)), [AF_HYPERV, bytes.slice(2, 35)]);
});

Deno.test({
  name: "SOCKADDR_HV is where the facts have it",
  ignore: noFacts,
  fn() {
    const struct = fact("SOCKADDR_HV", "windows");
    const bytes = encode([HV_GUID_BROADCAST, SERVICE]);
    assertEquals(bytes.length, struct.size);
    assertEquals(membersOf(bytes, struct), {
      Family: Uint8Array.of(34, 0),
      Reserved: Uint8Array.of(0, 0),
      VmId: new Uint8Array(16).fill(255),
      ServiceId: Uint8Array.fromHex("67452301ab89efcd0123456789abcdef"),
    });
  },
});
