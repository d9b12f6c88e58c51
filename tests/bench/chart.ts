/** The ratios as a bar chart. */
import { ratios, type Result } from "./measure.ts";
import { COLUMNS, contenders } from "./report.ts";

/** By the order of the table's columns, so that a peer has the same color in every chart. */
const COLORS = [
  "#1f2328",
  "#57606a",
  "#3776ab",
  "#70b8a8",
  "#5fa04e",
  "#b98a1c",
  "#a4569c",
  "#c65d57",
];

const LABELS = 350; // where the bars' area begins
const WIDTH = 900;
const BAR = 9;
const GAP = 9; // between two figures
const TOP = 64;

/** The ratios that the axis has a line for, as far as there are bars. */
const TICKS = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32];

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escape(content)}</text>`;
}

/**
 * An SVG of a bar for each figure and peer: how many times as fast (or as small) as it ours is, on
 * a logarithmic axis; bars to the right of 1 are ahead. A figure that is a sum on top of the others
 * has no ratio to speak of, and is left out.
 */
export function chart(results: readonly Result[]): string {
  const shown = results.filter((result) =>
    result.allowance === undefined && Object.keys(ratios(result)).length > 0
  );
  const names = contenders(shown).filter((name) => name !== "ours");
  const color = (name: string) => COLORS[COLUMNS.indexOf(name)] ?? "#c65d57";

  const all = shown.flatMap((result) => Object.values(ratios(result)));
  const from = Math.log2(Math.min(0.7, ...all)) - 0.1;
  const to = Math.log2(Math.max(2.2, ...all)) + 0.35;
  const x = (ratio: number) => LABELS + (Math.log2(ratio) - from) / (to - from) * (WIDTH - LABELS);

  const bars: string[] = [];
  let y = TOP;
  for (const result of shown) {
    const entries = Object.entries(ratios(result))
      .sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
    const middle = y + entries.length * BAR / 2 + 4;
    bars.push(text(LABELS - 12, middle, result.title, 'text-anchor="end"'));
    for (const [name, ratio] of entries) {
      const [left, right] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))];
      bars.push(
        `<rect x="${left.toFixed(1)}" y="${y}" width="${(right - left).toFixed(1)}" ` +
          `height="${BAR - 1}" fill="${color(name)}"><title>${
            escape(`${result.title}: ${ratio.toFixed(2)}× as fast as ${name}`)
          }</title></rect>`,
        text(right + 3, y + BAR - 1.5, `${ratio.toFixed(2)}×`, 'font-size="8"'),
      );
      y += BAR;
    }
    y += GAP;
  }

  const axis = TICKS.filter((tick) => Math.log2(tick) > from && Math.log2(tick) < to)
    .map((tick) => {
      const at = x(tick).toFixed(1);
      const stroke = tick === 1 ? "#1f2328" : "#d8dee4";
      return `<line x1="${at}" y1="${TOP - 6}" x2="${at}" y2="${y}" stroke="${stroke}"/>` +
        text(x(tick), TOP - 12, tick < 1 ? `1/${1 / tick}×` : `${tick}×`, 'text-anchor="middle"');
    });
  let left = LABELS;
  const legend = names.map((name) => {
    const entry = `<rect x="${left}" y="14" width="10" height="10" fill="${color(name)}"/>` +
      text(left + 14, 23, name);
    left += 30 + name.length * 7;
    return entry;
  });

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" ` +
    `height="${y}" font-family="system-ui, sans-serif" font-size="11" fill="#1f2328">`,
    "<title>How many times as fast as its peers this library is</title>",
    `<rect width="${WIDTH}" height="${y}" rx="6" fill="#fff"/>`,
    text(12, 23, "ours is … times as fast (or as small) as", 'font-weight="600"'),
    ...legend,
    ...axis,
    ...bars,
    "</svg>",
    "",
  ].join("\n");
}
