/** The form of ancillary data: Python's triples. */
import type { BytesLike, Constant } from "../arguments.ts";

/** An ancillary message that was received: level and type as for an option, and its bytes. */
export type AncillaryData = [level: number, type: number, data: Uint8Array<ArrayBuffer>];

/** An ancillary message to send. */
export type AncillaryArgument = readonly [level: Constant, type: Constant, data: BytesLike];
