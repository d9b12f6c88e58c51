/** Characters as Python counts them: code points, not the UTF-16 units of a JavaScript string. */

/** The index in `text` after `count` code points from `from`, or the end, and how many it passed. */
export function advance(
  text: string,
  from: number,
  count: number,
): readonly [index: number, passed: number] {
  let index = from;
  let passed = 0;
  while (passed < count && index < text.length) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    passed++;
  }
  return [index, passed];
}

/** How many code points `text` has. */
export function length(text: string): number {
  return advance(text, 0, Infinity)[1];
}
