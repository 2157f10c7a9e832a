import type { ApiProblem } from '../../../client/problem.ts';
import type { Speech } from '../../i18n/translate.ts';
import { problemText } from '../../shell/problem-text.ts';

export interface Reason {
  reason?: unknown;
  currency?: unknown;
  startsAt?: unknown;
  least?: unknown;
  leastUnits?: unknown;
}

/** Why a coupon takes nothing off, in a sentence. */
export function reasonText(speech: Speech, of: Reason): string {
  const { date, money, maybe, t } = speech;
  const { reason, currency, startsAt, least, leastUnits } = of;
  const values = {
    start: typeof startsAt === 'string' ? date(startsAt, { dateStyle: 'medium' }) : '',
    least: typeof least === 'number' ? money(least, String(currency ?? 'USD')) : '',
    count: typeof leastUnits === 'number' ? leastUnits : 1,
  };
  return maybe(`coupon.reason.${String(reason)}`, values) ?? t('coupon.reason.nothing-to-take');
}

/** What came of a code that was typed in. */
export function couponProblem(speech: Speech, problem: ApiProblem): string {
  if (problem.code !== 'coupon-not-valid') return problemText(speech, problem);
  return reasonText(speech, problem.body as Reason);
}
