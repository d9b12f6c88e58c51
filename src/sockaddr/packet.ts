export { raw as packet } from "./raw.ts";
