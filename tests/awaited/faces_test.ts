/** Both faces of a socket do the same: one table of behaviours, run for each, and on both pollers. */
import { test } from "./idle.ts";
import { awaited, blocking, type Cases } from "./faces.ts";
import * as connecting from "./faces_connecting.ts";
import * as receiving from "./faces_receiving.ts";
import * as sendfile from "./faces_sendfile.ts";
import * as sending from "./faces_sending.ts";
import { alsoOnPoll, onPoll } from "./support.ts";

for (const table of [connecting, receiving, sending, sendfile].flatMap(Object.values)) {
  for (const [name, run] of Object.entries<Cases[string]>(table)) {
    if (!onPoll) test(`blocking: ${name}`, () => run(blocking));
    test(`awaited: ${name}`, () => run(awaited));
  }
}

alsoOnPoll(import.meta.url);
