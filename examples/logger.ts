/**
 * Writes to the system's log, as logger(1) does: a datagram to the socket that syslogd reads.
 *
 *     deno run --allow-ffi examples/logger.ts --priority user.warning "disk nearly full"
 *
 * Without a syslogd, `log-receiver.ts` plays its part.
 */
import { AF_UNIX, SOCK_DGRAM, socket } from "@bsd/socket";
import { program, UsageError } from "./support/program.ts";

// The numbers of RFC 3164, section 4.1.1, are the places in these lists.
const FACILITIES = "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit " +
  "alert clock local0 local1 local2 local3 local4 local5 local6 local7";
const SEVERITIES = "emerg alert crit err warning notice info debug";

/** `"user.notice"` as its number: 13. */
function priority(name: string): number {
  const [facility = "", severity = "", ...more] = name.split(".");
  const [high, low] = [
    FACILITIES.split(" ").indexOf(facility),
    SEVERITIES.split(" ").indexOf(severity),
  ];
  if (high < 0 || low < 0 || more.length > 0) {
    throw new UsageError(`no such priority: ${name} (try user.notice, mail.err, local0.debug…)`);
  }
  return high * 8 + low;
}

/** `"Jun  5 09:03:00"`: local time, the day without a zero. */
function timestamp(date: Date): string {
  const [, month, day = "", , time] = date.toString().split(" ");
  return `${month} ${day.replace(/^0/, " ")} ${time}`;
}

await program({
  usage: "logger [--socket PATH] [--priority FACILITY.SEVERITY] [--tag NAME] [MESSAGE…]",
  about: `Writes a message to the system's log; without one, each line of standard input.

  --socket PATH    the log's socket, /dev/log unless given
  --priority F.S   user.notice unless given
  --tag NAME       who says it, "logger" unless given

Facilities:  ${FACILITIES.replace(" alert", "\n             alert")}
Severities:  ${SEVERITIES}`,
  options: {
    socket: { type: "string", short: "u" },
    priority: { type: "string", short: "p" },
    tag: { type: "string", short: "t" },
  },
  most: Infinity,
}, async (values, ...words) => {
  const { socket: path = "/dev/log", tag = "logger" } = values;
  const number = priority(values.priority ?? "user.notice");
  using log = socket(AF_UNIX, SOCK_DGRAM);
  log.connect(path);
  const messages = words.length > 0
    ? [words.join(" ")]
    : (await new Response(Deno.stdin.readable).text()).split("\n").filter((line) => line !== "");
  for (const message of messages) {
    const line = `<${number}>${timestamp(new Date())} ${tag}[${Deno.pid}]: ${message}`;
    log.send(new TextEncoder().encode(line));
  }
});
