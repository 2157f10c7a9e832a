// The test runner behind `npm test`: the static steps (types, lint, format, tidy), then every
// test file, each in a process of its own, two at a time, the slowest of last time first, and
// beside them the tests of rooms one after the other, which wait more than they work.
//
// Why not node:test's own runner: it holds back the report of a quick file behind a slow one,
// and its time limit is per test, so a file that leaves a handle open would never end. The last
// line of the output is always exactly `N passed, N failed`.
//
// Two files keep every core busy by themselves and do as much as their time allows: they run
// first and alone.
//
// A file that failed beside others is run once more with the machine to itself, where it is a
// browser test or of a room that holds neither money nor stock: a slow minute is not a defect. It
// counts as it ends then, and what failed first is printed as UNSTEADY all the same. Nothing else
// is ever run twice: chance there is what the test is about. Nor is anything when many failed.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TestResult } from './test-reporter.ts';
import { checkTree } from './tidy.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = [
  'bin',
  'kernel',
  'services',
  'invariants',
  'tools',
  'test',
  'bench',
  'chaos',
  'sim',
  'web',
];
const TIMES_FILE = join(ROOT, '.trueshelf', 'test-times.json');
const COMPILED = join(ROOT, '.trueshelf', 'compiled');
const FILES_AT_ONCE = 2;
/** Where the tests are that a lane of its own takes. */
const BESIDE = /^(?:services|kernel)\//;
const ALONE = new Set(['chaos/share.test.ts', 'sim/sim.test.ts']);
/** What may fail in a slow minute and be good all the same. */
const AGAIN = new RegExp(
  [
    String.raw`\.browser\.test\.ts$`,
    '^services/(?:catalog|demo|identity|media|messages|notifications)/',
    '^services/(?:recommendations|reviews|search|sync|wishes)/',
    '^test/start',
  ].join('|'),
);
const AGAIN_MAX = 8;
const FILE_TIMEOUT_MS = 480_000;
const STEP_TIMEOUT_MS = 300_000;
const OUTPUT_MAX_CHARS = 20_000;
/** Of a failure, beside its file; the whole comes at the end. */
const FIRST_LINES_MAX = 16;

export interface TestOptions {
  /** Only what has this text in its path (test files) or name (static steps). */
  only?: string | undefined;
  /** Leave out the files named `*-slow.test.ts`. */
  fast?: boolean;
}

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; text: string }[];
}

interface Finished {
  code: number | null;
  timedOut: boolean;
  output: string;
}

const running = new Set<ChildProcess>();

/** Runs everything that the options ask for and gives the exit code: 1 when anything failed. */
export async function runTests(options: TestOptions = {}): Promise<number> {
  const total: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const stop = () => stopAll().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const started = performance.now();
  try {
    for (const step of staticSteps(options)) add(total, await runStep(step));
    const again = await runFiles(testFiles(options), total);
    for (const file of again) await runAgain(file, total);
  } finally {
    await stopAll();
  }
  for (const { title, text } of total.failures) print(`\n──── ${title}\n${text.trimEnd()}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  print(`\n${seconds(performance.now() - started)}${skipped}`);
  if (total.passed + total.failed === 0) print(`nothing matches "${options.only ?? ''}"`);
  print(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

interface Step {
  name: string;
  /** Gives the problems as text; '' when there are none. */
  run(): Promise<string>;
}

/** The checks that need no test process; each counts as one test. */
function staticSteps(options: TestOptions): Step[] {
  const tool = (name: string, args: string[]): Step['run'] => {
    return async () => {
      const done = await execute(join(ROOT, 'node_modules', '.bin', name), args, STEP_TIMEOUT_MS);
      return done.code === 0 ? '' : done.output || `${name} ended with ${String(done.code)}`;
    };
  };
  const steps: Step[] = [
    { name: 'types', run: tool('tsc', ['--noEmit', '-p', '.']) },
    { name: 'types of the faces', run: tool('tsc', ['--noEmit', '-p', 'web']) },
    { name: 'lint', run: tool('oxlint', ['--type-aware', '--deny-warnings', '--format=unix']) },
    { name: 'format', run: tool('oxfmt', ['--check']) },
    { name: 'tidy', run: async () => checkTree(ROOT).join('\n') },
  ];
  return steps.filter((step) => !options.only || step.name.includes(options.only));
}

async function runStep(step: Step): Promise<Outcome> {
  const started = performance.now();
  const problems = await step.run();
  const time = seconds(performance.now() - started);
  line(problems === '', step.name, time);
  if (problems === '') return { passed: 1, failed: 0, skipped: 0, failures: [] };
  return { passed: 0, failed: 1, skipped: 0, failures: [{ title: step.name, text: problems }] };
}

/** The test files, the slowest of the last run first; unknown ones before all, largest first. */
function testFiles(options: TestOptions): string[] {
  const times = readTimes();
  const all = globSync(
    FOLDERS.map((folder) => `${folder}/**/*.test.ts`),
    { cwd: ROOT },
  );
  const wanted = all.filter((file) => {
    if (options.fast && file.endsWith('-slow.test.ts')) return false;
    return !options.only || file.includes(options.only);
  });
  const weight = (file: string) => times[file] ?? 1e9 + statSync(join(ROOT, file)).size;
  return wanted.sort((a, b) => weight(b) - weight(a));
}

function readTimes(): Record<string, number> {
  if (!existsSync(TIMES_FILE)) return {};
  return JSON.parse(readFileSync(TIMES_FILE, 'utf8')) as Record<string, number>;
}

interface Failed {
  file: string;
  outcome: Outcome;
}

/**
 * Runs the files two at a time, some alone before them; gives those that failed and may be run
 * again alone.
 */
async function runFiles(files: string[], total: Outcome): Promise<Failed[]> {
  const times = readTimes();
  const alone = files.filter((file) => ALONE.has(file));
  const beside = files.filter((file) => !ALONE.has(file));
  const again: Failed[] = [];
  let done = 0;
  const worker = async (queue: string[], mine = /./) => {
    const next = () => queue.find((file) => mine.test(file));
    for (let file = next(); file !== undefined; file = next()) {
      queue.splice(queue.indexOf(file), 1);
      const started = performance.now();
      const outcome = await runFile(file);
      const time_ms = Math.round(performance.now() - started);
      times[file] = time_ms;
      const waits = again.length < AGAIN_MAX && mayRunAgain(file, outcome);
      if (waits) again.push({ file, outcome });
      else add(total, outcome);
      done += 1;
      const failed = outcome.failed > 0 ? `, ${outcome.failed} failed` : '';
      const counts = `${outcome.passed} passed${failed}`;
      const place = `[${done}/${files.length}]`;
      const detail = `${counts}, ${seconds(time_ms)}`;
      if (waits) {
        print(`wait ${place} ${file}  ${detail}; runs again, alone, at the end`);
        continue;
      }
      line(outcome.failed === 0, `${place} ${file}`, detail);
      for (const failure of outcome.failures) print(beginningOf(failure));
    }
  };
  await worker(alone);
  const lanes = Array.from({ length: FILES_AT_ONCE }, () => worker(beside));
  await Promise.all([...lanes, worker(beside, BESIDE)]);
  if (files.length === 0) return [];
  mkdirSync(join(ROOT, '.trueshelf'), { recursive: true });
  writeFileSync(TIMES_FILE, JSON.stringify(times, null, 1));
  return again;
}

/** Whether a file that failed is of the kind whose failure a slow minute explains. */
export function mayRunAgain(file: string, outcome: { failed: number }): boolean {
  return outcome.failed > 0 && AGAIN.test(file);
}

/** Runs a file that failed once more, alone; what failed the first time is printed either way. */
async function runAgain({ file, outcome }: Failed, total: Outcome): Promise<void> {
  const second = await runFile(file);
  add(total, second);
  const good = second.failed === 0;
  line(good, `alone, again: ${file}`, `${second.passed} passed, ${second.failed} failed`);
  for (const failure of second.failures) print(beginningOf(failure));
  if (!good) return;
  for (const { title, text } of outcome.failures) print(`UNSTEADY ${title}\n${text.trimEnd()}`);
}

/** One test file in a process of its own; a crash, a hang or a file without tests is a failure. */
async function runFile(file: string): Promise<Outcome> {
  const report = join(
    tmpdir(),
    `trueshelf-test-${process.pid}-${file.replaceAll('/', '-')}.ndjson`,
  );
  const args = [
    `--test-reporter=${join(ROOT, 'tools', 'test-reporter.ts')}`,
    `--test-reporter-destination=${report}`,
    join(ROOT, file),
  ];
  const finished = await execute(process.execPath, args, FILE_TIMEOUT_MS);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
  rmSync(report, { force: true });
  return judge(file, parseReport(text), finished);
}

/** The complete lines of a report; the last one may be cut off when the process was killed. */
function parseReport(text: string): TestResult[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((one) => JSON.parse(one) as TestResult);
}

/** What a file's results and the end of its process add up to. */
export function judge(file: string, results: TestResult[], finished: Finished): Outcome {
  const count = (state: TestResult['state']) => results.filter((r) => r.state === state).length;
  const failures = results
    .filter((result) => result.state === 'failed')
    .map((result) => ({ title: `${file}: ${result.name}`, text: result.error }));
  const own = fileFailure(results, finished);
  if (own) failures.push({ title: file, text: own });
  const last = failures.at(-1);
  if (last && finished.output) last.text += `\n---- output\n${finished.output}`;
  return {
    passed: count('passed'),
    failed: failures.length,
    skipped: count('skipped'),
    failures,
  };
}

/** A failure that belongs to the file and not to one of its tests; '' when there is none. */
function fileFailure(results: TestResult[], finished: Finished): string {
  if (finished.timedOut) return `did not end within ${seconds(FILE_TIMEOUT_MS)}; killed`;
  const anyFailed = results.some((result) => result.state === 'failed');
  if (finished.code !== 0 && !anyFailed) return `ended with exit code ${String(finished.code)}`;
  if (results.length === 0) return 'holds no test';
  return '';
}

/** Runs a program to its end in a process group of its own and keeps the end of its output. */
function execute(file: string, args: string[], timeout_ms: number): Promise<Finished> {
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = {
    ...process.env,
    PATH: path,
    // What one file has compiled the next need not: a second or two of each that starts the shop.
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? COMPILED,
    NODE_CHANNEL_FD: undefined,
    FORCE_COLOR: undefined,
  };
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: 'pipe', detached: true });
    running.add(child);
    child.stdin.end();
    let output = '';
    let timedOut = false;
    const keep = (text: string) => (output = (output + text).slice(-OUTPUT_MAX_CHARS));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeout_ms);
    const end = (code: number | null) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, timedOut, output });
    };
    child.on('error', (error) => keep(error.message));
    child.on('error', () => end(null));
    // 'close' comes when the output is complete; a database that a test left running keeps the
    // pipes open, so the end of the process itself counts a moment later.
    child.on('close', end);
    child.on('exit', (code) => setTimeout(end, 1000, code).unref());
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Ends what still runs and the PostgreSQL server that the test files share. */
async function stopAll(): Promise<void> {
  for (const child of running) killGroup(child);
  const file = new URL('../kernel/db/test-database.ts', import.meta.url);
  if (!existsSync(file)) return;
  const database = (await import(file.href)) as { stopTestServer?: () => Promise<void> };
  await database.stopTestServer?.();
}

function add(total: Outcome, part: Outcome): void {
  total.passed += part.passed;
  total.failed += part.failed;
  total.skipped += part.skipped;
  total.failures.push(...part.failures);
}

/** What failed, in short: the log of a long run may be cut off before its end tells the whole. */
export function beginningOf({ title, text }: { title: string; text: string }): string {
  const lines = [title, ...text.trimEnd().split('\n').slice(0, FIRST_LINES_MAX)];
  return lines.map((one) => `       ${one}`).join('\n');
}

function line(good: boolean, name: string, detail: string): void {
  print(`${good ? 'ok  ' : 'FAIL'} ${name}  ${detail}`);
}

function seconds(duration_ms: number): string {
  return `${(duration_ms / 1000).toFixed(1)} s`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
