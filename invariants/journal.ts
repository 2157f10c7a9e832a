import { readFileSync } from 'node:fs';
import { fromMajor } from '#kernel/core/money.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import type { Acknowledged } from './invariant.ts';

/**
 * Reads a client's journal: one JSON object on each line, the total in major units as the client
 * got it. A last line that a crash cut off is left out; any other bad line throws TypeError.
 */
export function readJournal(file: string): Acknowledged[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => line.trim() !== '').map(acknowledged);
}

function acknowledged(line: string, index: number): Acknowledged {
  const said = parse(line);
  const { checkoutId, orderId, total, currency } = said;
  if (
    typeof checkoutId !== 'string' ||
    typeof orderId !== 'string' ||
    typeof total !== 'number' ||
    typeof currency !== 'string'
  ) {
    throw new TypeError(
      `line ${index + 1} of the journal is not {checkoutId, orderId, total, currency}`,
    );
  }
  const total_minor = fromMajor(total, currency);
  if (isRefusal(total_minor)) {
    throw new TypeError(`line ${index + 1} of the journal: ${total} is no amount of ${currency}`);
  }
  return { checkoutId, orderId, total_minor, currency };
}

function parse(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
