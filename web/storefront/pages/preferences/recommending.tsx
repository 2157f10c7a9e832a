import { Checkbox } from '../../../ui/field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';

/** Whether orders may be used for what is recommended; off until it is switched on. */
export function Recommending({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const choice = useQuery(`recommending ${userId}`, (signal) =>
    api.request('GET /me/recommendations', { signal }),
  );
  const saving = useAction();
  const save = async (personal: boolean) => {
    await saving.run((key) => api.request('PUT /me/recommendations', { body: { personal }, key }));
    choice.reload();
  };
  return (
    <section aria-labelledby="recommending" className="grid gap-5 border-t border-line pt-7">
      <div className="grid max-w-xl gap-1">
        <h2 id="recommending" className="text-xl">
          {t('told.recommend.title')}
        </h2>
        <p className="text-muted">{t('told.recommend.text')}</p>
      </div>
      <FormProblem problem={saving.problem ?? choice.problem} title={t('prefs.refused')} />
      {choice.data === null ? (
        <Skeleton className="h-11 w-72" />
      ) : (
        <Checkbox
          label={t('told.recommend.label')}
          name="recommend"
          checked={choice.data.personal}
          onChange={(event) => void save(event.currentTarget.checked)}
        />
      )}
    </section>
  );
}
