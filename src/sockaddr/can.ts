export { raw as can, raw as isotp, raw as j1939 } from "./raw.ts";
