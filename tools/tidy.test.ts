// For every rule of tools/tidy.ts: samples that must be reported and samples that must not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { functionsIn, scan } from './tidy-scan.ts';
import { RULES, checkTree, sourceFile } from './tidy.ts';

interface Sample {
  rule: string;
  path?: string;
  bad: string[];
  good?: string[];
  /** Paths at which the bad samples are allowed. */
  allowedAt?: string[];
}

const lines = (count: number) => 'let a = 1;\n'.repeat(count);
const body = (count: number) => `function long() {\n${lines(count - 2)}}\n`;
const imports = (count: number) => "import { a } from './a.ts';\n".repeat(count);
const ROOM = 'services/orders/commands.ts';
const TEST = 'services/orders/commands.test.ts';

const SAMPLES: Sample[] = [
  { rule: 'file-length', bad: [lines(501)], good: [lines(500)] },
  { rule: 'file-length', path: TEST, bad: [lines(701)], good: [lines(700)] },
  { rule: 'file-length', path: 'bin/command-x.ts', bad: [lines(61)], good: [lines(60)] },
  { rule: 'opening-comment', bad: [lines(201)], good: [lines(200), `// Why.\n${lines(201)}`] },
  {
    rule: 'function-length',
    bad: [
      body(71),
      `const long = async (a: number): Promise<{ a: 1 }> => {\n${lines(70)}};\n`,
      `class A {\n  method(): void {\n${lines(70)}  }\n}\n`,
      `const o = { run: ({ a }: Input) => {\n${lines(70)}} };\n`,
      `test('x', async () => {\n${lines(70)}});\n`,
    ],
    good: [body(70), `if (a(b)) {\n${lines(90)}}\n`, `for (const x of f(a)) {\n${lines(90)}}\n`],
  },
  {
    rule: 'function-length',
    path: TEST,
    bad: [body(71)],
    good: [`describe('x', () => {\n${lines(90)}});`],
  },
  {
    rule: 'parameters',
    bad: [
      'function f(a: number, b: string, c: Map<string, number>, d = 1) {}',
      'const f = (a: A, b: B, c: C, d: D): number => a;',
    ],
    good: [
      'function f(a: Map<string, number>, b: (x: number, y: number) => void, { c, d, e }: O) {}',
      'function f(this: T, a: A, b: B, c: C) {}',
      'call(a, b, c, d, e);',
    ],
  },
  { rule: 'line-length', bad: [`const a = ${'1'.repeat(100)};`], good: [`//${'x'.repeat(98)}`] },
  {
    rule: 'line-length',
    path: 'services/orders/migrations/0001-a.sql',
    bad: [`--${'x'.repeat(99)}`],
  },
  {
    rule: 'imports',
    bad: [imports(16), `export { a } from './a.ts';\n${imports(15)}`],
    good: [imports(15), `${imports(15)}export const a = 'b';\n`],
  },
  { rule: 'path-depth', path: 'services/orders/deep/er/model.ts', bad: ['//'] },
  {
    rule: 'platform',
    bad: [
      'const t = Date.now();',
      'const t = new Date();',
      'const r = Math.random();',
      'setTimeout(f, 1);',
      'setInterval(f, 1);',
      'const e = process.env;',
      "console.log('x');",
    ],
    good: [
      'const t = new Date(ms);',
      "const a = 'Date.now()';",
      '// Math.random() is not for here',
    ],
    allowedAt: ['kernel/core/clock.ts', 'tools/x.ts', 'bin/x.ts', 'bench/x.ts', TEST],
  },
  {
    rule: 'any',
    bad: [
      'let a: any;',
      'f<any>(b);',
      'const a = b as any;',
      'type A = any[];',
      'let a: A | any;',
      'let m: Map<string, any>;',
      'type Json = any; //',
    ],
    good: [
      'type Json = any; // replies have every shape',
      "const a = 'any';",
      'await Promise.any(all);',
      '// any time',
      'f({ any: 1 });',
      'for (const [a, any] of b) any.c();',
    ],
  },
  {
    rule: 'non-null',
    bad: ['const a = b!;', 'a.b!.c();', 'f()!.x;', 'list[0]!.x;'],
    good: ['if (a !== b) f();', 'return !a;', "const a = 'hey!';", 'const a = !b;'],
  },
  {
    rule: 'suppression',
    bad: [
      '// @ts-ignore',
      '// @ts-expect-error',
      '// @ts-nocheck',
      '// oxlint-disable-next-line x',
    ],
    good: [
      '// @ts-expect-error the library types forget this field',
      '// oxlint-disable-next-line no-await-in-loop -- one after the other on purpose',
    ],
  },
  { rule: 'barrel', bad: ["export * from './a.ts';"], good: ["export { a } from './a.ts';"] },
  {
    rule: 'skipped-test',
    path: TEST,
    bad: [
      "test.skip('x', f);",
      "it.only('x', f);",
      "test('x', { skip: true }, f);",
      "t.todo('x');",
    ],
    good: ["test('x', f);", "query.skip('x');", "const a = 'test.skip(';"],
  },
  {
    rule: 'sql-place',
    bad: [
      "db.rows('select id from orders');",
      'db.rows(`\n  with fresh as (\n select 1)`);',
      "db.run('insert into orders values (1)');",
      "db.run('update orders set a = 1');",
      "db.run('delete from orders');",
      "db.run('SELECT 1');",
      "db.run('create table a (b int)');",
    ],
    good: [
      "say('Select a method from the list');",
      "say('update your address')",
      "say('with love')",
    ],
    allowedAt: ['services/orders/store.ts', 'services/orders/store-refund.ts', TEST, 'kernel/a.ts'],
  },
  {
    rule: 'sql-template',
    path: 'services/orders/store.ts',
    bad: [
      'db.rows(`select a from b where c = ${c}`);',
      'db.rows(`update ${t} set a = ${f(`x`)}`);',
    ],
    good: ['db.rows(`select a from b where c = $1`, [c]);', 'say(`order ${id} placed`);'],
    allowedAt: ['kernel/db/migrate.ts'],
  },
  {
    rule: 'import-law',
    bad: [
      "import { a } from '../inventory/store.ts';",
      "import { a } from '#services/inventory/model.ts';",
      "const a = await import('../inventory/service.ts');",
      "import {\n  a,\n} from '../inventory/queries.ts';",
      "import { runTests } from '#tools/test.ts';",
    ],
    good: [
      "import { a } from '../inventory/contract.ts';",
      "import { a } from '#services/inventory/contract.ts';",
      "import { a } from './store.ts';",
      "import { a } from '#kernel/core/id.ts';",
      "import { Type } from 'typebox';",
    ],
  },
  {
    rule: 'import-law',
    path: 'kernel/core/id.ts',
    bad: ["import pg from 'pg';", "import { a } from '../db/db.ts';"],
    good: ["import { a } from 'node:crypto';", "import { Type } from 'typebox';"],
  },
  {
    rule: 'import-law',
    path: 'kernel/http/route.ts',
    bad: [
      "import { a } from '#services/orders/contract.ts';",
      "import { a } from '../../bin/help.ts';",
    ],
    good: ["import { a } from '../core/id.ts';", "import fastify from 'fastify';"],
  },
  {
    rule: 'import-law',
    path: 'web/storefront/cart.ts',
    bad: ["import { a } from '#kernel/core/id.ts';", "import { a } from '../admin/a.ts';"],
    good: ["import { a } from '../ui/button.ts';", "import { a } from '../client/api.ts';"],
  },
  {
    rule: 'import-law',
    path: 'web/server/pages.ts',
    bad: ["import { a } from '#services/cart/store.ts';"],
    good: [
      "import { a } from '#kernel/core/id.ts';",
      "import { a } from '#services/cart/contract.ts';",
    ],
  },
  {
    rule: 'line-length',
    path: 'web/ui/a.tsx',
    bad: [`const a = call(${'x, '.repeat(40)});`],
    good: [`      className="${'flex '.repeat(30)}"`, `  close: '${'M6 6'.repeat(40)}',`],
  },
  {
    rule: 'function-length',
    path: 'web/ui/a.tsx',
    bad: [`export function A() {\n${'  b();\n'.repeat(100)}}\n`],
    good: [`export function A() {\n${'  b();\n'.repeat(90)}}\n`],
  },
  { rule: 'unfinished', bad: [`// ${'TO'}DO later`, `// ${'FIX'}ME`], good: ['const todo = 1;'] },
  {
    rule: 'registry-host',
    bad: [`// registry.${'npm'}js.org`, `{ "resolved"${':'} "https://x" }`],
  },
  {
    rule: 'machine-path',
    bad: [`const a = '${'/'}root/x';`, `see ${'/'}work/main/x`, `(${'/'}home/ann/x)`],
    good: ["const url = '/network/x';", "const a = '/admin/work/x';"],
  },
  {
    rule: 'lockfile',
    path: 'package-lock.json',
    bad: ['{"packages":{"node_modules/a":{"optionalDependencies":{"a-linux-x64":"1.0.0"}}}}'],
    good: ['{"packages":{"node_modules/a":{"version":"1.0.0"}}}'],
  },
];

for (const sample of SAMPLES) {
  const { rule: name, path = ROOM, bad, good = [], allowedAt = [] } = sample;
  test(`${name} at ${path}`, () => {
    const rule = RULES.find((one) => one.name === name);
    assert.ok(rule, `there is no rule ${name}`);
    const problems = (where: string, text: string) => rule.check(sourceFile(where, text));
    for (const text of bad) assert.notDeepEqual(problems(path, text), [], text.slice(0, 200));
    for (const text of good) assert.deepEqual(problems(path, text), [], text.slice(0, 200));
    for (const where of allowedAt) {
      for (const text of bad) assert.deepEqual(problems(where, text), [], `${where}: ${text}`);
    }
  });
}

test('every rule has a sample that breaks it', () => {
  const shown = new Set(SAMPLES.map((sample) => sample.rule));
  assert.deepEqual(
    RULES.map((rule) => rule.name).filter((name) => !shown.has(name)),
    [],
  );
});

test('the scanner tells code, literals, comments and regular expressions apart', () => {
  const source =
    "const a = `x ${f({ b: `y${1}` })} z`; // `c`\nconst r = /[/'`]/.test(s) / 2;\nf();";
  const found = scan(source);
  assert.equal(found.code.length, source.length);
  assert.deepEqual(
    found.literals.map(({ text, substitutes }) => [text, substitutes]),
    [
      ['y${}', true],
      ['x ${} z', true],
    ],
  );
  assert.deepEqual(found.comments, [{ text: '// `c`', line: 1 }]);
  assert.match(found.code, /f\(\);$/);
  assert.match(found.code, /\.test\(s\) \/ 2;/);
});

test('the scanner finds the functions of this file and of itself', () => {
  const found = functionsIn(scan('const f = (a, b) => {\n};\nasync function g() {\n}\n').code);
  assert.deepEqual(
    found.map(({ line, lines: count, parameters }) => [line, count, parameters]),
    [
      [1, 2, 2],
      [3, 2, 0],
    ],
  );
});

test('the rules read the whole tree, links to themselves included', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const own = checkTree(root).filter((problem) => /^tools\/(?:tidy|lock|test)/.test(problem));
  assert.deepEqual(own, []);
});
