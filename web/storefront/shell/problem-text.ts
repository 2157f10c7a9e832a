import type { ApiProblem } from '../../client/problem.ts';
import type { Speech, Values } from '../i18n/translate.ts';

/** What a refusal means for the shopper, in their language; by the problem's stable code. */
export function problemText(speech: Speech, problem: ApiProblem): string {
  const values = problem.body as unknown as Values;
  return speech.maybe(`problem.${problem.code}`, values) ?? speech.t('problem.other');
}
