import { clsx } from 'clsx';
import { useSpeech } from '../../app.tsx';
import type { Town } from './towns.ts';

interface FoundProps {
  /** Of the list that the field of the town names. */
  id: string;
  towns: readonly Town[];
  /** The town that was filled in; '' when none was. */
  filled: string;
  className: string;
}

/** What a postal code said: told once it is filled in, offered where there are several towns. */
export function Found({ id, towns, filled, className }: FoundProps) {
  const { t } = useSpeech();
  return (
    <>
      <div className={clsx('-mt-3 text-sm text-muted empty:hidden', className)} role="status">
        {filled !== '' && t('town.found', { town: filled })}
      </div>
      <datalist id={id}>
        {towns.map(({ city, stateCode }) => (
          <option key={`${city} ${stateCode}`} value={city} />
        ))}
      </datalist>
    </>
  );
}
