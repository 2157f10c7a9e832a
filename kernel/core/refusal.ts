/**
 * A "no" the caller must handle: a value, not an Error. It has no stack, because refusing is an
 * ordinary outcome ('stock-too-low') and happens thousands of times a second in a flash sale.
 */
export class Refusal<Code extends string = string> {
  // Makes the type nominal: a Failure also has code and detail, and must not pass for a Refusal.
  declare protected readonly nominal: 'refusal';
  readonly code: Code;
  readonly detail: Record<string, unknown>;

  constructor(code: Code, detail: Record<string, unknown>) {
    this.code = code;
    this.detail = detail;
  }
}

/** Makes a Refusal; code is one registered with defineErrors, detail goes to the client. */
export function refuse<const Code extends string>(
  code: Code,
  detail: Record<string, unknown> = {},
): Refusal<Code> {
  return new Refusal(code, detail);
}

/** Tells a Refusal from a result; narrows `T | Refusal` both ways. */
export function isRefusal(value: unknown): value is Refusal {
  return value instanceof Refusal;
}
