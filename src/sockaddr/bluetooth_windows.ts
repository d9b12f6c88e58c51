export { raw as rfcomm } from "./raw.ts";
