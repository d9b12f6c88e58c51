export { raw as alg } from "./raw.ts";
