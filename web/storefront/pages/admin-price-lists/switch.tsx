import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import type { List } from './typed.ts';

/** Whether its prices count. */
export function State({ list: { enabled } }: { list: List }) {
  const { t } = useApp().speech;
  return (
    <span role="status">
      <Badge tone={enabled ? 'accent' : 'danger'}>
        {t(enabled ? 'lists.on' : 'pricing.status.off')}
      </Badge>
    </span>
  );
}

/** Ends it at once, or begins it again; whatever else was changed meanwhile. */
export function Switch({ list, onDone }: { list: List; onDone(list: List): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const { listId, name, enabled } = list;
  const turn = async (key: string) => {
    const call = { params: { listId }, body: { enabled: !enabled }, key };
    onDone(await api.request('POST /admin/price-lists/{listId}/switch', call));
  };
  return (
    <div className="grid justify-items-start gap-2 self-center">
      <Button
        size="sm"
        kind={enabled ? 'danger' : 'secondary'}
        busy={action.busy}
        aria-label={t(enabled ? 'pricing.off.named' : 'pricing.on.named', { name })}
        onClick={() => void action.run(turn)}
      >
        {t(enabled ? 'pricing.off' : 'pricing.on')}
      </Button>
      <FormProblem problem={action.problem} />
    </div>
  );
}
