import type { ApiProblem } from '../../../client/problem.ts';
import type { Speech } from '../../i18n/translate.ts';

/** What the server says of a field, in the words of the page where it has them. */
export function faultAt(speech: Speech, problem: ApiProblem | null, field: string) {
  const found = problem?.body.errors?.find(({ pointer }) => pointer === `/${field}`);
  if (found === undefined) return undefined;
  return (
    speech.maybe(`flash.fault.${found.code}`) ??
    `${speech.t('flash.fault.other')} ${found.detail}`.trim()
  );
}

interface Short {
  variantId: string;
  requested: number;
  available: number;
}

/** Of what there is too little to set aside. */
export function shortIn(problem: ApiProblem | null): readonly Short[] {
  if (problem?.code !== 'stock-too-low') return [];
  return (problem.body['items'] ?? []) as Short[];
}
