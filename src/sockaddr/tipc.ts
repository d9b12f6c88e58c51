export { raw as tipc } from "./raw.ts";
