import { createHash } from 'node:crypto';

/** What is known about a statement's text, worked out once. */
export interface Statement {
  text: string;
  /** Name of the prepared statement; undefined when there are too many texts to prepare. */
  name: string | undefined;
  lane: 'point' | 'list';
  /** A lost reply leaves it open whether it happened. */
  writes: boolean;
}

// Texts are constants, so a few hundred are normal. A builder that makes endless texts would
// fill the server's memory with plans; beyond this many they go out unprepared.
const names_max = 2_000;
const statements = new Map<string, Statement>();

// Statements have two lanes, because one plan does not fit all. 'point': lookups and writes by
// key, planned once without looking at the values; planning each time would cost more than
// running. 'list': a text whose best plan depends on its values, where a plan made without them
// guesses badly (a limit parameter counts as a tenth of all rows, LIKE cannot use an index), and
// which may take long: it must not hold up the point lookups behind it in a pipeline.
// A comment /* list */ in the text chooses that lane by hand, /* point */ the other one: a limit
// that is only there to say how many items come asks for no plan of its own.
const listSigns = [
  /\b(?:limit|offset)\s+\(?\$\d/i,
  /\$\d+(?:::[\w[\]]+)?\)?\s+is\s+(?:not\s+)?null/i,
  /\bi?like\b|@@/i,
  /\/\* list \*\//,
];
const pointSign = /\/\* point \*\//;

// "for update" takes locks only, but counts as a write: nobody minds. A function that writes
// is not seen; its text says so by a comment /* write */.
const comment = /--[^\n]*|\/\*[\s\S]*?\*\//g;
const readPattern = /^\s*(?:select|with|values|table|show|explain)\b/i;
const writePattern =
  /\b(?:insert|update|delete|merge|truncate|nextval|setval|pg_notify)\b|\/\* write \*\//i;

/** The statement of a text; the same object each time. */
export function statementOf(text: string): Statement {
  return statements.get(text) ?? describe(text);
}

function describe(text: string): Statement {
  const kept = statements.size < names_max;
  const hash = createHash('sha1').update(text).digest('base64url');
  const statement: Statement = {
    text,
    name: kept ? `s_${hash.slice(0, 16)}` : undefined,
    lane: !pointSign.test(text) && listSigns.some((sign) => sign.test(text)) ? 'list' : 'point',
    writes: !readPattern.test(text.replace(comment, '')) || writePattern.test(text),
  };
  if (kept) statements.set(text, statement);
  return statement;
}
