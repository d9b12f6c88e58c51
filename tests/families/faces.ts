/** Both faces of a socket, for the tests of families to go through. */
import "../awaited/support_poller.ts"; // which opens what the awaited face keeps open
import { awaited, blocking, type Face } from "../awaited/faces.ts";

/** The faces by name. */
export const FACES: readonly (readonly [name: string, on: Face])[] = [
  ["blocking", blocking],
  ["awaited", awaited],
];
