// Hears what the rooms log: a bug that a process reports about itself is a finding as well.
import { AssertionFailure } from '#kernel/core/assert.ts';
import { Failure } from '#kernel/core/error.ts';
import type { Logger } from '#kernel/telemetry/log.ts';

/** Messages of level error that report trouble outside, or that are somebody's to decide. */
const expected = /gateway|sagas need a person|needs a person/;

export class Watch {
  readonly bugs: string[] = [];
  readonly logger: Logger;
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
    const heard = (detail: object | string, message?: string): void => this.#hear(detail, message);
    const deaf = (): void => undefined;
    const ears = { error: heard, warn: heard, fatal: heard };
    const quiet = { trace: deaf, debug: deaf, info: deaf, isLevelEnabled: () => false };
    const logger: Logger = { ...ears, ...quiet, child: () => logger };
    this.logger = logger;
  }

  /** A request that failed by a bug of ours. */
  bug(error: unknown): void {
    this.bugs.push(textOf(error));
  }

  /** Something failed: a finding only when it says so itself. */
  suspect(error: unknown): void {
    if (isBug(error)) this.bug(error);
  }

  #hear(detail: object | string, message = ''): void {
    const words = typeof detail === 'string' ? detail : message;
    const fields = (typeof detail === 'object' ? detail : {}) as Record<string, unknown>;
    const error = fields['err'] ?? fields['error'];
    this.#say(`log ${words}${error === undefined ? '' : `: ${textOf(error)}`}`);
    if (isBug(error)) this.bug(error);
    else if (/was parked|were parked|by a bug/.test(words) && !expected.test(words)) {
      this.bugs.push(`${words}: ${textOf(error)}`);
    }
  }
}

/** Refusals of the database about data, broken assertions, programming errors. */
function isBug(error: unknown): boolean {
  if (error instanceof AssertionFailure || error instanceof TypeError) return true;
  if (error instanceof RangeError || error instanceof ReferenceError) return true;
  if (error instanceof Failure) return error.code === 'internal-error';
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^(22|23|42)...$/.test(code);
}

function textOf(error: unknown): string {
  if (error instanceof Failure && error.cause instanceof Error) {
    return `${error.code} (${textOf(error.cause)})`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
