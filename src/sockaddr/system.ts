export { raw as system } from "./raw.ts";
