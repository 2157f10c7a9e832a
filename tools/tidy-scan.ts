// Reads TypeScript just well enough for the tidy rules: what is code, what is text, what is a
// comment, and where functions begin and end. A scanner of its own, because the compiler in use
// has no programming interface; it errs on the side of seeing no function.

/** A string or template literal. `text` has `${}` where a template substitutes a value. */
export interface Literal {
  text: string;
  line: number;
  substitutes: boolean;
}

/** `code` is the source with the inside of literals and comments blanked, same length and lines. */
export interface Scanned {
  code: string;
  literals: Literal[];
  comments: { text: string; line: number }[];
}

/** A function with a body: where it starts, how many lines it has, how many parameters. */
export interface FunctionFound {
  line: number;
  lines: number;
  parameters: number;
  /** The code before its parameter list on the same line, to tell what it is passed to. */
  head: string;
}

const REGEX_MAY_FOLLOW = /(?:^|[=(,:;[!&|?{}+\-*%<>~^]|\b(?:return|typeof|case|of|yield))$/;

/** Splits a source file into code, literals and comments. Linear in its length. */
export function scan(source: string): Scanned {
  const found: Scanned = { code: '', literals: [], comments: [] };
  const out = source.split('');
  const lineAt = lineCounter(source);
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i += 1) if (out[i] !== '\n') out[i] = ' ';
  };
  // One entry per open template literal: how deep its braces are, and where it began.
  const templates: { depth: number; start: number; text: string }[] = [];
  let depth = 0;
  let lastCode = '';
  let i = 0;

  const template = (from: number, open: { start: number; text: string }) => {
    const end = templateChunk(source, from);
    open.text += source.slice(from, end);
    blank(from, end);
    if (source[end] === '$') {
      open.text += '${}';
      templates.push({ depth, ...open });
      return end + 2;
    }
    const substitutes = open.text.includes('${}');
    found.literals.push({ text: open.text, line: lineAt(open.start), substitutes });
    lastCode = '`';
    return end + 1;
  };

  while (i < source.length) {
    const char = source[i] ?? '';
    const next = source[i + 1] ?? '';
    if (char === '/' && (next === '/' || next === '*')) {
      const end = next === '/' ? until(source, '\n', i) : until(source, '*/', i) + 2;
      found.comments.push({ text: source.slice(i, end), line: lineAt(i) });
      blank(i, end);
      i = end;
    } else if (char === "'" || char === '"') {
      const end = stringEnd(source, i);
      found.literals.push({ text: source.slice(i + 1, end), line: lineAt(i), substitutes: false });
      blank(i + 1, end);
      lastCode = char;
      i = end + 1;
    } else if (char === '`') {
      i = template(i + 1, { start: i, text: '' });
    } else if (char === '/' && REGEX_MAY_FOLLOW.test(lastCode.trimEnd())) {
      const end = regexEnd(source, i);
      blank(i + 1, end);
      lastCode = '/x';
      i = end + 1;
    } else {
      const open = templates.at(-1);
      if (char === '{') depth += 1;
      if (char === '}' && open && open.depth === depth) {
        templates.pop();
        i = template(i + 1, open);
        continue;
      }
      if (char === '}') depth -= 1;
      lastCode = /\s/.test(char) ? `${lastCode.trimEnd()} ` : (lastCode + char).slice(-9);
      i += 1;
    }
  }
  found.code = out.join('');
  return found;
}

function lineCounter(source: string): (index: number) => number {
  const starts = [0];
  for (let i = 0; i < source.length; i += 1) if (source[i] === '\n') starts.push(i + 1);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function until(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at === -1 ? source.length : at;
}

function stringEnd(source: string, start: number): number {
  let i = start + 1;
  while (i < source.length && source[i] !== source[start] && source[i] !== '\n') {
    i += source[i] === '\\' ? 2 : 1;
  }
  return i;
}

/** The index of the closing backtick or of the `$` of the next `${`. */
function templateChunk(source: string, from: number): number {
  let i = from;
  while (i < source.length && source[i] !== '`') {
    if (source[i] === '$' && source[i + 1] === '{') return i;
    i += source[i] === '\\' ? 2 : 1;
  }
  return i;
}

function regexEnd(source: string, start: number): number {
  let inClass = false;
  let i = start + 1;
  while (i < source.length && source[i] !== '\n') {
    if (source[i] === '/' && !inClass) return i;
    if (source[i] === '[') inClass = true;
    if (source[i] === ']') inClass = false;
    i += source[i] === '\\' ? 2 : 1;
  }
  return i;
}

const NOT_A_FUNCTION = /\b(?:if|for|while|switch|catch|with|await)\s*$/;

/** Every function with a block body in blanked code, and arrows with an expression as well. */
export function functionsIn(code: string): FunctionFound[] {
  const lineAt = lineCounter(code);
  const found: FunctionFound[] = [];
  for (let open = code.indexOf('('); open !== -1; open = code.indexOf('(', open + 1)) {
    const close = matching(code, open);
    if (close === -1) continue;
    const head = code.slice(code.lastIndexOf('\n', open) + 1, open);
    const body = bodyStart(code, close + 1);
    if (body === -1 || NOT_A_FUNCTION.test(head)) continue;
    const end = code[body] === '{' ? matching(code, body) : body;
    const line = lineAt(open);
    const lines = lineAt(end === -1 ? body : end) - line + 1;
    found.push({ line, lines, parameters: parameterCount(code.slice(open + 1, close)), head });
  }
  return found;
}

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** The index of the bracket that closes the one at `open`; -1 when there is none. */
function matching(code: string, open: number): number {
  const stack: string[] = [];
  for (let i = open; i < code.length; i += 1) {
    const char = code[i] ?? '';
    if (CLOSING[char]) stack.push(CLOSING[char]);
    else if (char === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return i;
    }
  }
  return -1;
}

/** Where the body of a function begins whose parameter list ended before `from`; -1 when what
 * ended there was no parameter list. Skips a return type. */
function bodyStart(code: string, from: number): number {
  let i = skipSpace(code, from);
  if (code[i] === ':') i = skipSpace(code, typeEnd(code, i + 1));
  if (code[i] === '{') return i;
  if (code.startsWith('=>', i)) return skipSpace(code, i + 2);
  return -1;
}

function skipSpace(code: string, from: number): number {
  let i = from;
  while (i < code.length && /\s/.test(code[i] ?? '')) i += 1;
  return i;
}

/** The end of a type: before the `{` or `=>` of the body, or before what cannot be in a type. */
function typeEnd(code: string, from: number): number {
  let operand: 'none' | 'name' | 'group' = 'none';
  let i = skipSpace(code, from);
  while (i < code.length) {
    const char = code[i] ?? '';
    if (code.startsWith('=>', i)) {
      if (operand !== 'group') return i;
      operand = 'none';
      i += 2;
    } else if (char === '<') {
      i = angleEnd(code, i);
    } else if (char === '(' || char === '[' || (char === '{' && operand === 'none')) {
      const end = matching(code, i);
      if (end === -1) return code.length;
      operand = char === '(' ? 'group' : 'name';
      i = end + 1;
    } else if (/[|&]/.test(char)) {
      operand = 'none';
      i += 1;
    } else if (/[\w$.'"`?]/.test(char)) {
      const word = /^[\w$.]+|^./.exec(code.slice(i, i + 80))?.[0] ?? char;
      operand = /^(?:is|asserts|keyof|typeof|readonly|extends)$/.test(word) ? 'none' : 'name';
      i += word.length;
    } else {
      return i;
    }
    i = skipSpace(code, i);
  }
  return i;
}

/** The index after the `>` that closes the `<` at `open`. */
function angleEnd(code: string, open: number): number {
  let depth = 0;
  for (let i = open; i < code.length; i += 1) {
    if (code[i] === '<') depth += 1;
    if (code[i] === '>' && code[i - 1] !== '=') depth -= 1;
    if (depth === 0) return i + 1;
  }
  return code.length;
}

/** How many parameters a parameter list has; `this` is not counted. */
function parameterCount(list: string): number {
  const parts = [''];
  let depth = 0;
  for (let i = 0; i < list.length; i += 1) {
    const char = list[i] ?? '';
    if (/[([{<]/.test(char)) depth += 1;
    if (/[)\]}]/.test(char) || (char === '>' && list[i - 1] !== '=')) depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.filter((part) => part.trim() !== '' && !/^\s*this\s*:/.test(part)).length;
}
