/**
 * A stand-in for the part of `@std/testing/types` that the tests use: assertions about types,
 * which hold or fail when the test is compiled.
 *
 * @module
 */

/** Compiles only if the type argument is the boolean literal that is passed. */
export function assertType<T extends true | false>(_expectTrue: T): void {}

/** Compiles only if the type argument is `true`. */
export type AssertTrue<T extends true> = [T] extends [true] ? never : never;

/** Compiles only if the type argument is `false`. */
export type AssertFalse<T extends false> = [T] extends [false] ? never : never;

/** Whether `T` is `any`: nothing else meets both 0 and 1. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Whether `T` is `never`. */
export type IsNever<T> = [T] extends [never] ? true : false;

/** Whether `T` is `unknown`. */
export type IsUnknown<T> = IsAny<T> extends true ? false : unknown extends T ? true : false;

/** Whether the union `T` contains `U`; `any` contains everything and is contained in nothing else. */
export type Has<T, U> = IsAny<T> extends true ? true
  : IsAny<U> extends true ? false
  : IsNever<Extract<T, U>> extends true ? false
  : true;

/** Whether the union `T` does not contain `U`. */
export type NotHas<T, U> = Has<T, U> extends false ? true : false;

/** Whether `T` may be null or undefined. */
export type IsNullable<T> = IsNever<Extract<T, null | undefined>> extends true ? false : true;

/**
 * Whether `T` and `U` are one and the same type: assignable both ways, which compares private parts,
 * and identical when spelt out, which tells `any`, `readonly` and optional properties apart.
 */
export type IsExact<T, U> = [T, U] extends [U, T] ? Identical<Flat<T>, Flat<U>> : false;

// Generic functions are assignable to each other only if what they compare with is identical.
type Identical<T, U> = (<V>() => V extends T ? 1 : 2) extends (<V>() => V extends U ? 1 : 2) ? true
  : false;

// An intersection of object types and the object type that spells it out are one type to a reader.
type Flat<T> = T extends (...args: never[]) => unknown ? T : { [P in keyof T]: T[P] };
