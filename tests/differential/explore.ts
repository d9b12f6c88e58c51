import { newestPython, pythons } from "../support/pythons.ts";
import { tempDir } from "../support/temp.ts";
import { run as runProcess } from "../support/peer.ts";
import { normalize, scripts } from "./script.ts";
import { run } from "./run.ts";
const verbose = Deno.args.includes("-v");
const py = Deno.args.find(a=>a.startsWith("py="))?.slice(3) ?? newestPython().path;
const only = Deno.args.find(a=>a.startsWith("only="))?.slice(5);
using dir = tempDir();
const all = scripts().filter(s=>!only||s.name===only);
Deno.mkdirSync(dir.path+"/p"); Deno.mkdirSync(dir.path+"/d");
const input = all.map(({name,lines}) => { for (const k of ["p","d"]) Deno.mkdirSync(`${dir.path}/${k}/${name}`); return { directory: `${dir.path}/p/${name}`, lines }; });
const t0 = performance.now();
const theirs = JSON.parse(await runProcess(py, ["-I", new URL("./peer.py", import.meta.url).pathname], JSON.stringify(input)));
const t1 = performance.now();
let n = 0, diff = 0;
all.forEach((script, i) => {
  const d = `${dir.path}/d/${script.name}`;
  const ours = normalize(script, run(d, script.lines), d);
  const t = normalize(script, theirs[i].outcomes, input[i]!.directory);
  if (theirs[i].leaked) console.log(script.name, "PY LEAK", theirs[i].leaked);
  script.lines.forEach((line, j) => {
    n++;
    const a = JSON.stringify(ours[j]), b = JSON.stringify(t[j]);
    if (/NameError|Attribute|Syntax/.test(b)) console.log("!! SCRIPT", line, b);
    if (verbose) console.log(script.name, "|", line, "=>", b);
    if (a !== b) { diff++; console.log(`${script.name}: ${line}\n    python ${b?.slice(0,200)}\n    here   ${a?.slice(0,300)}`); }
  });
});
console.log(n, "steps", diff, "differences", Math.round(t1-t0), Math.round(performance.now()-t1),"ms");
