import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';

export interface MoreProps {
  /** Where the next page begins; null: there is none. */
  first: string | null;
  /** Loads a page; gives where the next one begins. */
  load(cursor: string): Promise<string | null>;
}

/** The way to the next page of a list. */
export function More({ first, load }: MoreProps) {
  const { t } = useSpeech();
  const [cursor, setCursor] = useState(first);
  const action = useAction();
  if (cursor === null) return null;
  return (
    <div className="grid justify-items-start gap-3">
      <FormProblem problem={action.problem} />
      <Button
        busy={action.busy}
        onClick={() => void action.run(async () => setCursor(await load(cursor)))}
      >
        {t('pricing.more')}
      </Button>
    </div>
  );
}
