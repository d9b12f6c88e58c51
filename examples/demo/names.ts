/** Part of the demo: looking things up. */
import {
  getaddrinfo,
  gethostname,
  getnameinfo,
  getprotobyname,
  getservbyname,
  if_nameindex,
  SOCK_STREAM,
} from "@bsd/socket";
import { heading, optional, step } from "./show.ts";

/** Shows names and numbers of hosts, services and interfaces. */
export async function names(): Promise<void> {
  heading("Names");
  await step("this host", gethostname);
  await step("localhost", () => {
    const answers = getaddrinfo("localhost", null, { type: SOCK_STREAM });
    return answers.map(([, , , , [host]]) => host).join(", ");
  });
  await step("127.0.0.1 port 80", () => getnameinfo(["127.0.0.1", 80], 0).join(", service "));
  // These read /etc/services and /etc/protocols, which small container images leave out.
  await optional("https", () => `port ${getservbyname("https", "tcp")} of TCP`);
  await optional("icmp", () => `protocol ${getprotobyname("icmp")} of IP`);
  await step(
    "interfaces",
    () => if_nameindex().map(([index, name]) => `${index} ${name}`).join(", "),
  );
}
