export { raw as hyperv } from "./raw.ts";
