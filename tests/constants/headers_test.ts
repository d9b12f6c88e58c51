/** The constants against the C headers of this machine. */
import { assert, assertEquals, assertGreater } from "@std/assert";
import * as constants from "../../constants/mod.ts";
import { type Group, groups, program } from "./headers.ts";

const ours: Readonly<Record<string, unknown>> = constants;
const names = Object.keys(ours).filter((name) =>
  /^[A-Z]/.test(name) && ["number", "undefined"].includes(typeof ours[name])
);

async function run(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
  assert(success, `${command}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** What the group's headers define, by name. */
async function defined(group: Group, folder: string): Promise<[name: string, value: number][]> {
  const source = `${folder}/constants.c`;
  const binary = `${folder}/constants`;
  await Deno.writeTextFile(source, program(group, names));
  await run("cc", ["-o", binary, source]);
  const lines = (await run(binary, [])).trimEnd().split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [name = "", value = ""] = line.split(" ");
    return [name, Number(value)];
  });
}

Deno.test({
  name: "every constant that the system's C headers define has their value",
  ignore: Deno.build.os === "windows", // no cc and no <sys/socket.h> there
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const compared = new Set<string>();
      const differences = new Set<string>();
      for (const group of groups) {
        for (const [name, value] of await defined(group, folder)) {
          compared.add(name);
          if (ours[name] !== value) differences.add(`${name}: ${ours[name]}, in C ${value}`);
        }
      }
      const here = names.filter((name) => ours[name] !== undefined);
      console.log(`compared with C headers: ${compared.size} of ${here.length}`);
      assertEquals([...differences], []);
      assertGreater(compared.size, Deno.build.os === "darwin" ? 200 : 900);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
