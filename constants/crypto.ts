/**
 * The kernel's cryptography (`AF_ALG`): options and ancillary data at level `SOL_ALG`. See the
 * kernel's crypto/userspace-if.
 */
import { table } from "./table.ts";

/** Option, bytes: the key. Linux only. */
export const ALG_SET_KEY: number | undefined = table.ALG_SET_KEY;
/** Option, int: the key, by its number in the kernel's key ring. Linux only. */
export const ALG_SET_KEY_BY_KEY_SERIAL: number | undefined = table.ALG_SET_KEY_BY_KEY_SERIAL;
/** Ancillary data, struct af_alg_iv: the initialisation vector. Linux only. */
export const ALG_SET_IV: number | undefined = table.ALG_SET_IV;
/** Ancillary data, int: what to do, an ALG_OP_ number. Linux only. */
export const ALG_SET_OP: number | undefined = table.ALG_SET_OP;
/** Ancillary data, int: how many bytes at the beginning are authenticated only. Linux only. */
export const ALG_SET_AEAD_ASSOCLEN: number | undefined = table.ALG_SET_AEAD_ASSOCLEN;
/** Option, length of the value: bytes of the authentication tag. Linux only. */
export const ALG_SET_AEAD_AUTHSIZE: number | undefined = table.ALG_SET_AEAD_AUTHSIZE;
/** Option, bytes: entropy for the random number generator, in tests. Linux only. */
export const ALG_SET_DRBG_ENTROPY: number | undefined = table.ALG_SET_DRBG_ENTROPY;
/**
 * Option, bytes: the public key; of patches that never came into Linux, where the number is
 * `ALG_SET_DRBG_ENTROPY`. Linux only.
 */
export const ALG_SET_PUBKEY: number | undefined = table.ALG_SET_PUBKEY;
/** `ALG_SET_OP`: decrypt. Linux only. */
export const ALG_OP_DECRYPT: number | undefined = table.ALG_OP_DECRYPT;
/** `ALG_SET_OP`: encrypt. Linux only. */
export const ALG_OP_ENCRYPT: number | undefined = table.ALG_OP_ENCRYPT;
/** `ALG_SET_OP`: sign; of patches that never came into Linux. Linux only. */
export const ALG_OP_SIGN: number | undefined = table.ALG_OP_SIGN;
/** `ALG_SET_OP`: verify; of patches that never came into Linux. Linux only. */
export const ALG_OP_VERIFY: number | undefined = table.ALG_OP_VERIFY;
