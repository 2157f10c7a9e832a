import type { ApiProblem } from '../../client/problem.ts';
import type { Speech } from '../i18n/translate.ts';

/** Why a new password was refused, to stand at its field. */
export function passwordText(speech: Speech, problem: ApiProblem): string {
  const reason = String(problem.body['reason'] ?? '');
  return speech.maybe(`password.no.${reason}`) ?? speech.t('password.hint');
}
