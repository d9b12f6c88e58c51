/** All the cases, in the order in which they are shown. */
import { acceptCase } from "./accept/case.ts";
import { batchesCase } from "./batches/case.ts";
import { bulkCase } from "./bulk/case.ts";
import { coldCase } from "./cold/case.ts";
import { echoCase } from "./echo/case.ts";
import { responsivenessCase } from "./echo/responsiveness.ts";
import { growthCase } from "./growth/case.ts";
import { insideCase } from "./inside/case.ts";
import type { Case } from "./measure.ts";
import { memoryCase } from "./memory/case.ts";
import { namesCase } from "./names/case.ts";
import { sendfileCase } from "./sendfile/case.ts";
import { socketpairCase } from "./socketpair/case.ts";
import { tcpCase } from "./tcp/case.ts";
import { udpCase } from "./udp/case.ts";

export const cases: readonly Case[] = [
  socketpairCase,
  tcpCase,
  udpCase,
  batchesCase,
  bulkCase,
  sendfileCase,
  insideCase,
  echoCase,
  responsivenessCase,
  acceptCase,
  namesCase,
  coldCase,
  memoryCase,
  growthCase,
];
