/** What the fields of a product share: what they are of, and what is wrong with one of them. */
import type { ApiProblem } from '../../../client/problem.ts';
import { useSpeech } from '../../app.tsx';
import type { Draft } from './goods.ts';

export type Faults = ReadonlyMap<string, 'missing' | 'number' | 'sale' | 'twice'>;

export interface ProductFieldsProps {
  draft: Draft;
  sellerId: string;
  isNew: boolean;
  faults: Faults;
  /** What the server said of what was sent. */
  problem: ApiProblem | null;
  onChange(by: Partial<Draft>): void;
  onSending(sending: boolean): void;
}

/** What is wrong with a field: of what is typed, else what the server said. */
export function useFault({ faults, problem }: Pick<ProductFieldsProps, 'faults' | 'problem'>) {
  const { t } = useSpeech();
  return (name: string, pointer?: string): string | undefined => {
    const own = faults.get(name);
    if (own !== undefined) return t(`goods.fault.${own}`);
    const said = pointer === undefined ? undefined : problem?.field(pointer);
    // What exactly is wrong is said in the words of the API, which are English.
    return said === undefined ? undefined : t('goods.fault.said', { detail: said.detail });
  };
}
