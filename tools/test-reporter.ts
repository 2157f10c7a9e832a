// The reporter of one test file's process: one JSON line per finished test, for tools/test.ts.
import { inspect } from 'node:util';
import { type EventData } from 'node:test';

/** One finished leaf test (or a parent that failed by itself). `error` is '' when it passed. */
export interface TestResult {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  duration_ms: number;
  error: string;
}

type TestEvent =
  | { type: 'test:pass'; data: EventData.TestPass }
  | { type: 'test:fail'; data: EventData.TestFail }
  | { type: 'test:diagnostic'; data: EventData.TestDiagnostic };

/** All that node:test says of an error that came when its test was over: the file fails. */
const LATE = /asynchronous activity after the test ended/;

/** Turns the events of a file into lines. A parent of subtests is not counted: its children are,
 * and it is reported only when it failed by itself (its own body or a hook). */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let previousNesting = 0;
  for await (const { type, data } of source) {
    if (type === 'test:diagnostic') {
      if (LATE.test(data.message)) yield `${JSON.stringify(late(data.message))}\n`;
      continue;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const parent = data.nesting < previousNesting || data.details.type === 'suite';
    previousNesting = data.nesting;
    const failure = type === 'test:fail' ? data.details.error : undefined;
    if (parent && !ownFailure(failure)) continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const result: TestResult = {
      name: data.name,
      state: failure ? 'failed' : skipped ? 'skipped' : 'passed',
      duration_ms: data.details.duration_ms,
      error: failure ? inspect(failure.cause ?? failure, { depth: 6 }) : '',
    };
    yield `${JSON.stringify(result)}\n`;
  }
}

function late(error: string): TestResult {
  return { name: 'when the tests were over', state: 'failed', duration_ms: 0, error };
}

function ownFailure(failure: Error | undefined): boolean {
  if (!failure) return false;
  return !('failureType' in failure && failure.failureType === 'subtestsFailed');
}
