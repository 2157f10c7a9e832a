// The house rules of docs/STYLE.md and the import law of docs/ARCHITECTURE.md, as functions of a
// file's path and text. tools/tidy.test.ts shows for each rule a sample that breaks it; the test
// runner runs them over the whole tree. Patterns are plain on purpose: a rule that is hard to
// check by text is a rule that is hard to keep.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { functionsIn, scan, type Scanned } from './tidy-scan.ts';
import { missingEntries, type Lock } from './lock.ts';

const FILE_LINES_MAX = 500;
const TEST_LINES_MAX = 700;
const COMMAND_LINES_MAX = 60;
const FUNCTION_LINES_MAX = 70;
/** A component is mostly its markup, one element a line. */
const COMPONENT_LINES_MAX = 100;
const LINE_CHARS_MAX = 100;
const PARAMETERS_MAX = 3;
const IMPORTS_MAX = 15;
/** A page is put together from many small components. */
const COMPONENT_IMPORTS_MAX = 25;
/** Class names and paths of icons are one word to a reader, and cannot be broken. */
const UNBROKEN = /^\s*(?:[\w-]+(?:=|: ))?['"`{]+[^'"`]*['"`}]+[,;>]*$|^\s*<\w+ className="[^"]*">$/;
const PATH_NAMES_MAX = 4;
const OPENING_COMMENT_FROM_LINES = 200;

const BACK_END = /^(?:bin|kernel|services|invariants|bench|tools|test|sim|chaos)\//;
const SOURCE = /\.(?:ts|tsx|mjs|js)$/;
const TEXT = /\.(?:ts|tsx|mjs|js|json|jsonc|sql|md|css|html|svg|sh|yml|yaml|toml)$|(?:^|\/)\w+$/;
const GENERATED = /\.gen\.|(?:^|\/)generated\//;
const LEFT_OUT = new Set(['node_modules', '.git', '.trueshelf', 'dist', 'tmp']);

/** One file as the rules see it; `path` is relative to the repository, with slashes. */
export interface SourceFile {
  path: string;
  text: string;
  lines: string[];
  /** Undefined for files that are not TypeScript or JavaScript. */
  scanned: Scanned | undefined;
}

/** A rule gives one sentence per problem, with the line where it is when that helps. */
export interface Rule {
  name: string;
  check(file: SourceFile): string[];
}

export function sourceFile(path: string, text: string): SourceFile {
  const lines = text.replace(/\n$/, '').split('\n');
  return { path, text, lines, scanned: SOURCE.test(path) ? scan(text) : undefined };
}

const isTest = (path: string) => /\.test\.ts$|^(?:web\/)?test\//.test(path);
const at = (line: number, text: string) => `line ${line}: ${text}`;

/** A problem for every match in the code, where literals and comments are blanked. */
function inCode(file: SourceFile, pattern: RegExp, text: string): string[] {
  return (file.scanned?.code ?? '')
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [at(index + 1, text)] : []));
}

/** A problem for every line of any text file that matches. */
function inText(file: SourceFile, pattern: RegExp, text: string): string[] {
  return file.lines.flatMap((line, index) => (pattern.test(line) ? [at(index + 1, text)] : []));
}

const SIZE_RULES: Rule[] = [
  {
    name: 'file-length',
    check({ path, lines }) {
      if (!SOURCE.test(path) && !path.endsWith('.sql')) return [];
      const command = /^bin\/command-[\w-]+\.ts$/.test(path);
      const max = isTest(path) ? TEST_LINES_MAX : command ? COMMAND_LINES_MAX : FILE_LINES_MAX;
      return lines.length > max ? [`${lines.length} lines, at most ${max}`] : [];
    },
  },
  {
    name: 'opening-comment',
    check({ path, lines }) {
      const long = SOURCE.test(path) && !isTest(path) && lines.length > OPENING_COMMENT_FROM_LINES;
      const opened = /^(?:\/\/|\/\*|#!)/.test(lines[0] ?? '');
      return long && !opened ? ['a file this long opens with a comment: why it exists'] : [];
    },
  },
  {
    name: 'function-length',
    check({ path, scanned }) {
      // A list of all rooms is as long as there are rooms.
      if (path === 'services/directory.ts') return [];
      const max = path.endsWith('.tsx') ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
      return functionsIn(scanned?.code ?? '')
        .filter((found) => !(isTest(path) && /\b(?:describe|suite)\(.*$/.test(found.head)))
        .filter((found) => found.lines > max)
        .map((found) => at(found.line, `function of ${found.lines} lines`));
    },
  },
  {
    name: 'parameters',
    check: ({ scanned }) =>
      functionsIn(scanned?.code ?? '')
        .filter((found) => found.parameters > PARAMETERS_MAX)
        .map((found) => at(found.line, `${found.parameters} positional parameters`)),
  },
  {
    name: 'line-length',
    check: ({ path, lines }) =>
      SOURCE.test(path) || path.endsWith('.sql')
        ? lines.flatMap((line, index) =>
            line.length > LINE_CHARS_MAX && !(path.endsWith('.tsx') && UNBROKEN.test(line))
              ? [at(index + 1, `${line.length} characters`)]
              : [],
          )
        : [],
  },
  {
    name: 'imports',
    check({ path, scanned }) {
      // A list of all rooms is as long as there are rooms.
      if (path === 'services/directory.ts') return [];
      const max = path.endsWith('.tsx') ? COMPONENT_IMPORTS_MAX : IMPORTS_MAX;
      const count =
        (scanned?.code ?? '').match(/\bfrom\s+(['"])\s*\1;|^import\s+(['"])\s*\2;/gm) ?? [];
      return count.length > max ? [`${count.length} imports`] : [];
    },
  },
  {
    name: 'path-depth',
    check({ path }) {
      const names = path.split('/').length;
      return BACK_END.test(path) && names > PATH_NAMES_MAX ? [`${names} names deep`] : [];
    },
  },
];

const PLATFORM_FREE = /^(?:kernel|tools|bin|bench|test|sim|chaos|web)\//;
const PLATFORM_WORDS = new RegExp(
  [
    '\\bDate\\.now\\b',
    '\\bnew Date\\(\\s*\\)',
    '\\bMath\\.random\\b',
    '\\bset(?:Timeout|Interval)\\b',
    '\\bprocess\\.env\\b',
    '\\bconsole\\.',
  ].join('|'),
);
const ESCAPE_COMMENT = /@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable/;
const REASON = /(?:@ts-[a-z-]+(?![a-z-])\W*|disable[^:]*--\s*)\w[^\n]{9,}/;

const NOT_RUN = new RegExp(
  '\\b(?:test|it|describe|suite|t)\\.(?:skip|todo|only)\\b|\\b(?:skip|todo|only): (?:true|[\'"`])',
);

/** Only where a type can stand: a variable may be called `any`. */
const ANY_TYPE = /(?:[:<|&=]\s*|\b(?:as|extends|is)\s+|<[^()]*,\s*)any\b(?!\s*[.:(?=])/;

const LANGUAGE_RULES: Rule[] = [
  {
    name: 'platform',
    check: (file) =>
      !SOURCE.test(file.path) || PLATFORM_FREE.test(file.path) || isTest(file.path)
        ? []
        : inCode(file, PLATFORM_WORDS, 'clock, chance, environment and console are kernel inputs'),
  },
  {
    name: 'any',
    // With its reason on the same line it is a choice: `type Json = any; // why`.
    check: (file) =>
      inCode(file, ANY_TYPE, 'the type any').filter((text) => {
        const line = Number(/^line (\d+)/.exec(text)?.[1] ?? 0);
        return !/;\s*\/\/ \S+ \S+/.test(file.lines[line - 1] ?? '');
      }),
  },
  {
    name: 'non-null',
    check: (file) => inCode(file, /[\w$)\]'"`]!(?!=)/, 'non-null assertion'),
  },
  {
    name: 'suppression',
    check: ({ scanned }) =>
      (scanned?.comments ?? [])
        .filter(({ text }) => ESCAPE_COMMENT.test(text) && !REASON.test(text))
        .map(({ line }) => at(line, 'a suppressed check gives its reason')),
  },
  {
    name: 'barrel',
    check: (file) => inCode(file, /^export \*/, 'no barrels: import from the file itself'),
  },
  {
    name: 'skipped-test',
    check: (file) => (isTest(file.path) ? inCode(file, NOT_RUN, 'a test that does not run') : []),
  },
];

const SQL = [
  'select\\s[\\s\\S]*?\\sfrom\\s',
  'select\\s+(?:\\d+|\\w+\\()',
  'insert\\s+into\\s',
  'update\\s+[\\w."${}]+(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\s',
  'delete\\s+from\\s',
  'with\\s+(?:recursive\\s+)?\\w+(?:\\s*\\([^)]*\\))?\\s+as\\s+(?:materialized\\s*)?\\(',
  '(?:create|alter|drop)\\s+(?:or\\s+replace\\s+)?(?:table|index|unique|schema|function)\\s',
  '(?:create|alter|drop)\\s+(?:role|view|sequence|type|trigger|materialized)\\s',
  'truncate\\s+\\w',
].join('|');
/** SQL is written in one case; English sentences begin with one capital. */
const SQL_START = new RegExp(`^\\s*(?:${SQL})`);
const SQL_START_CAPITALS = /^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP)\s/;
const isSql = (text: string) => SQL_START.test(text) || SQL_START_CAPITALS.test(text);
const SQL_ALLOWED = /^(?:kernel|invariants|bench|test|sim|chaos)\/|\/store[\w-]*\.ts$|\.test\.ts$/;
/** Names of schemas and roles cannot be parameters; only these files build such statements. */
const SQL_NAMES_ALLOWED = /^kernel\/db\/|^bench\/|^test\/|\.test\.ts$/;

const SQL_RULES: Rule[] = [
  {
    name: 'sql-place',
    check: ({ path, scanned }) =>
      SQL_ALLOWED.test(path) || !BACK_END.test(path)
        ? []
        : (scanned?.literals ?? [])
            .filter(({ text }) => isSql(text))
            .map(({ line }) => at(line, 'SQL belongs into store*.ts, migrations or the kernel')),
  },
  {
    name: 'sql-template',
    check: ({ path, scanned }) =>
      SQL_NAMES_ALLOWED.test(path)
        ? []
        : (scanned?.literals ?? [])
            .filter(({ text, substitutes }) => substitutes && isSql(text))
            .map(({ line }) => at(line, 'SQL takes values as parameters, not by ${}')),
  },
];

/** What a file imports: static, dynamic and type imports alike, as repository paths where the
 * name is relative or one of the import maps, else as the package's name. */
export function importsOf(file: SourceFile): { target: string; line: number }[] {
  const code = file.scanned?.code ?? '';
  const found = (file.scanned?.literals ?? []).filter(({ line, text }) => {
    const written = file.lines[line - 1] ?? '';
    const before = code.split('\n')[line - 1] ?? '';
    return written.includes(text) && /\bfrom\s+['"]|\bimport\s*\(?\s*['"]/.test(before);
  });
  return found.map(({ text, line }) => {
    if (text.startsWith('#')) return { target: text.slice(1), line };
    if (!text.startsWith('.')) return { target: `npm:${text}`, line };
    return { target: posix.normalize(posix.join(posix.dirname(file.path), text)), line };
  });
}

/** Why one import is against the law of docs/ARCHITECTURE.md; '' when it is not. */
function importProblem(path: string, target: string): string {
  const [area = '', room = ''] = path.split('/');
  const [toArea = '', toRoom = '', toFile = ''] = target.split('/');
  const outside = target.startsWith('npm:');
  if (path.startsWith('kernel/core/') && !isTest(path)) {
    const own = target.startsWith('kernel/core/');
    const known = /^npm:(?:node:|typebox(?:\/|$))/.test(target);
    return own || known ? '' : 'kernel/core imports only Node and typebox';
  }
  if (outside) return '';
  if (area === 'kernel' && !isTest(path) && toArea !== 'kernel') {
    return 'the kernel knows nothing outside the kernel';
  }
  const inRoom = area === 'services' && path.split('/').length > 2;
  if (inRoom && toArea === 'services') {
    const open = toRoom === room || toFile === 'contract.ts';
    if (open || (isTest(path) && toFile === 'service.ts')) return '';
    return 'of another room only contract.ts may be imported';
  }
  if (inRoom && toArea !== 'kernel' && !isTest(path)) return 'a room imports the kernel and rooms';
  if (area === 'web' && !isTest(path)) return webProblem(room, target);
  return '';
}

/** The faces know the API by its client only; what serves them stands before the kernel. */
function webProblem(room: string, target: string): string {
  const [toArea = '', toRoom = '', toFile = ''] = target.split('/');
  if (room === 'server' || /^build[\w-]*\.ts$/.test(room)) {
    const contract = toArea === 'services' && toFile === 'contract.ts';
    const open = toArea === 'web' || toArea === 'kernel' || contract;
    return open ? '' : 'web/server imports the kernel, contracts and what it serves';
  }
  const open = toArea === 'web' && [room, 'ui', 'client'].includes(toRoom);
  return open ? '' : 'a web front imports itself, web/ui and web/client';
}

const IMPORT_RULES: Rule[] = [
  {
    name: 'import-law',
    check: (file) =>
      importsOf(file).flatMap(({ target, line }) => {
        const problem = importProblem(file.path, target);
        return problem ? [at(line, `${problem} (${target.replace('npm:', '')})`)] : [];
      }),
  },
];

// Written in pieces, so that these rules do not find themselves.
const anyOf = (...parts: string[]) => parts.join('|');
const UNFINISHED = new RegExp(`\\b(?:${anyOf('TO' + 'DO', 'FIX' + 'ME')})\\b`);
const REGISTRY = new RegExp(
  anyOf(
    'registry\\.' + 'npmjs',
    'registry\\.' + 'yarnpkg',
    'npmjs\\.' + 'org',
    '"resolved"' + ': "h',
  ),
);
const MACHINE_PATH = new RegExp(
  `(?:^|[\\s'"\`(=:<])/(?:${anyOf('root', 'work', 'Users/\\w+', 'home/\\w+')})/`,
);

const TEXT_RULES: Rule[] = [
  {
    name: 'unfinished',
    check: (file) => inText(file, UNFINISHED, 'a leftover note'),
  },
  {
    name: 'registry-host',
    check: (file) => inText(file, REGISTRY, 'a package registry is named'),
  },
  {
    name: 'machine-path',
    check: (file) => inText(file, MACHINE_PATH, 'a path of one machine'),
  },
  {
    name: 'lockfile',
    check({ path, text }) {
      if (path !== 'package-lock.json') return [];
      const missing = missingEntries(JSON.parse(text) as Lock);
      return missing.map((entry) => `${entry.path} is missing; run node tools/lock.ts`);
    },
  },
];

/** Every rule, in the order in which problems are printed. */
export const RULES: readonly Rule[] = [
  ...SIZE_RULES,
  ...LANGUAGE_RULES,
  ...SQL_RULES,
  ...IMPORT_RULES,
  ...TEXT_RULES,
];

/** The problems of one file, as `path: rule: sentence`. */
export function checkFile(path: string, text: string): string[] {
  if (GENERATED.test(path)) return [];
  const file = sourceFile(path, text);
  return RULES.flatMap((rule) =>
    rule.check(file).map((text_) => `${path}: ${rule.name}: ${text_}`),
  );
}

/** The problems of every hand-written text file below `root`. */
export function checkTree(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: false })
    .flatMap((entry) => listFiles(root, entry.name, entry.isDirectory()))
    .sort()
    .flatMap((path) => checkFile(path, readFileSync(join(root, path), 'utf8')));
}

function listFiles(root: string, path: string, folder: boolean): string[] {
  if (LEFT_OUT.has(posix.basename(path))) return [];
  if (!folder) return TEXT.test(path) ? [path] : [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
    listFiles(root, `${path}/${entry.name}`, entry.isDirectory()),
  );
}
