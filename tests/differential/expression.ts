/** Evaluates the expressions of the scripts: literals, names, calls, attributes, indices, operators. */

/** Names and what they stand for. */
export type Names = Record<string, unknown>;

const TOKEN =
  /\s*(?:(?<prefix>b?)'(?<text>(?:[^'\\]|\\.)*)'|(?<number>0x[\da-f]+|\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>\*\*|[()[\],.=|+*-]))/y;

type Groups = { readonly [group: string]: string | undefined };

interface Callable {
  apply(self: unknown, args: readonly unknown[]): unknown;
}

/**
 * The value of an expression in Python's syntax. A tuple is an array, bytes are a Uint8Array, None is
 * null, and keyword arguments are one object at the end.
 *
 * @param returned Told of what each call in it returns.
 */
export function evaluate(
  source: string,
  names: Readonly<Names>,
  returned: (value: unknown) => void,
): unknown {
  const tokens = tokenize(source);
  let at = 0;

  function sign(...signs: string[]): string | undefined {
    const next = tokens[at]?.sign;
    if (next === undefined || !signs.includes(next)) return undefined;
    at++;
    return next;
  }

  function expect(wanted: string): void {
    if (sign(wanted) === undefined) throw new SyntaxError(`${wanted} is missing in: ${source}`);
  }

  function binary(level = 0): unknown {
    const signs = [["|"], ["+", "-"], ["*"], ["**"]][level];
    if (signs === undefined) return unary();
    let left = binary(level + 1);
    for (let s = sign(...signs); s !== undefined; s = sign(...signs)) {
      left = operate(s, left, binary(level + 1));
    }
    return left;
  }

  function unary(): unknown {
    if (sign("-") !== undefined) return -Number(unary());
    let self: unknown;
    let value = atom();
    for (let s = sign("(", "[", "."); s !== undefined; s = sign("(", "[", ".")) {
      if (s === "(") {
        value = (value as Callable).apply(self, parameters());
        returned(value);
        continue;
      }
      const key = s === "." ? tokens[at++]?.name : binary();
      if (s === "[") expect("]");
      self = value;
      value = member(self, String(key));
    }
    return value;
  }

  function atom(): unknown {
    if (sign("(") !== undefined) return tuple();
    if (sign("[") !== undefined) return list("]");
    const { prefix, text, number, name } = tokens[at++] ?? {};
    if (text !== undefined) return prefix === "b" ? latin1(unescape(text)) : unescape(text);
    if (number !== undefined) return Number(number);
    if (name === undefined) throw new SyntaxError(`a value is missing in: ${source}`);
    if (!(name in names)) throw new SyntaxError(`nothing is called ${name}: ${source}`);
    return names[name];
  }

  function tuple(): unknown {
    if (sign(")") !== undefined) return [];
    const first = binary();
    if (sign(")") !== undefined) return first;
    expect(",");
    return [first, ...list(")")];
  }

  function list(end: string): unknown[] {
    const items: unknown[] = [];
    while (sign(end) === undefined) {
      items.push(binary());
      if (sign(",") === undefined && tokens[at]?.sign !== end) expect(end);
    }
    return items;
  }

  function parameters(): unknown[] {
    const positional: unknown[] = [];
    const keywords: Names = {};
    while (sign(")") === undefined) {
      const { name } = tokens[at] ?? {};
      if (name !== undefined && tokens[at + 1]?.sign === "=") {
        at += 2;
        keywords[name] = binary();
      } else positional.push(binary());
      if (sign(",") === undefined && tokens[at]?.sign !== ")") expect(")");
    }
    return Object.keys(keywords).length === 0 ? positional : [...positional, keywords];
  }

  const value = binary();
  if (at !== tokens.length) throw new SyntaxError(`more than an expression: ${source}`);
  return value;
}

function tokenize(source: string): Groups[] {
  const tokens: Groups[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const { groups } = TOKEN.exec(source) ?? {};
    if (groups === undefined) throw new SyntaxError(`not understood: ${source}`);
    tokens.push(groups);
  }
  return tokens;
}

function member(of: unknown, key: string): unknown {
  const value = (of as Names)[key];
  if (value === undefined) throw new SyntaxError(`nothing is called ${key} in ${of}`);
  return value;
}

function operate(sign: string, left: unknown, right: unknown): unknown {
  if (sign === "+") {
    if (typeof left === "string" && typeof right === "string") return left + right;
    if (left instanceof Uint8Array && right instanceof Uint8Array) {
      return Uint8Array.of(...left, ...right);
    }
  }
  if (sign === "*" && typeof right === "number") {
    if (typeof left === "string") return left.repeat(right);
    if (Array.isArray(left)) return Array(right).fill(left).flat();
    if (left instanceof Uint8Array) return Uint8Array.from(Array(right).fill([...left]).flat());
  }
  if (typeof left !== "number" || typeof right !== "number") {
    throw new SyntaxError(`${left} ${sign} ${right}`);
  }
  if (sign === "|") return left | right;
  if (sign === "+") return left + right;
  if (sign === "-") return left - right;
  return sign === "*" ? left * right : left ** right;
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|(.))/g,
    (_, two?: string, four?: string, one = "") => {
      const code = two ?? four;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return { 0: "\0", n: "\n", t: "\t" }[one as string] ?? one;
    },
  );
}

/** A string of characters up to U+00FF as bytes. */
export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
