/**
 * Host names as the resolver wants them: ASCII, with other letters in the punycode of IDNA.
 *
 * The runtime's conversion is that of web addresses (UTS 46, non-transitional). Python's codec is
 * the older IDNA 2003, which differs for four characters: it makes `ss` of `ß` and `σ` of `ς`, and
 * drops the zero-width joiners. Registries and browsers have moved on.
 */
import { url } from "../node.ts";
import { hostText } from "../sockaddr/codec.ts";

/** The longest label of a domain name (RFC 1035, section 2.3.4). */
const LONGEST_LABEL = 63;

const beyondASCII = /\P{ASCII}/u;

function encoded(host: string): string {
  const ascii = beyondASCII.test(host) ? url().domainToASCII(host) : host;
  // An empty last label is the root; "" as a whole stands for the wildcard.
  const labels = ascii.replace(/(?<=.)\.$/s, "").split(".");
  const empty = ascii === "" ? host !== "" : labels.includes("");
  if (empty || labels.some((label) => label.length > LONGEST_LABEL)) {
    throw new RangeError(
      `host must be a domain name with labels of 1 to ${LONGEST_LABEL} characters, not ${
        JSON.stringify(host)
      }`,
    );
  }
  return ascii;
}

/**
 * The host of a look-up: a string in ASCII with its labels checked, as Python's codec does it; bytes
 * as they are.
 *
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name, or bytes that are not UTF-8.
 */
export function lookupHost(host: unknown): string {
  const text = hostText(host);
  return typeof host === "string" ? encoded(text) : text;
}

/**
 * The host of an address in ASCII; one that is ASCII already is for the resolver to judge.
 *
 * @throws {RangeError} It is no domain name.
 */
export function addressHost(host: string): string {
  return beyondASCII.test(host) ? encoded(host) : host;
}
