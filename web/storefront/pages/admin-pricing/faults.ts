import type { ApiProblem } from '../../../client/problem.ts';
import type { Speech } from '../../i18n/translate.ts';

/** What the server says of a field, by its pointer in the body; undefined: nothing. */
export type FaultAt = (...pointers: string[]) => string | undefined;

/** Reads the faults of an answer; `under`: where the form stands in the body that was sent. */
export function faultsIn(speech: Speech, problem: ApiProblem | null, under = ''): FaultAt {
  return (...pointers) => {
    for (const pointer of pointers) {
      const found = problem?.body.errors?.find((one) => {
        const at = `${under}/${pointer}`;
        return one.pointer === at || one.pointer.startsWith(`${at}/`);
      });
      // What exactly is wrong is said in the words of the API, which are English.
      if (found) return `${speech.t('pricing.wrong')} ${found.detail}`.trim();
    }
    return undefined;
  };
}
