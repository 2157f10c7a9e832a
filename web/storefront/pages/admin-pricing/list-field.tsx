// Chooses price lists, for whose members something is. There are few of them: all are read at once.
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useQuery } from '../../state/use-query.ts';

type List = ReplyOf<'GET /admin/price-lists'>['data'][number];

const page_count = 100;
/** As many as may be, by pages. */
const pages_max = 2;

export interface ListFieldProps {
  chosen: readonly string[];
  error: string | undefined;
  onChange(chosen: readonly string[]): void;
}

export function ListField({ chosen, error, onChange }: ListFieldProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const found = useQuery('lists to choose', async (signal) => {
    const all: List[] = [];
    let cursor: string | null = null;
    for (let nth = 0; nth < pages_max; nth += 1) {
      const query = { limit: page_count, ...(cursor === null ? {} : { cursor }) };
      const page: ReplyOf<'GET /admin/price-lists'> = await api.request('GET /admin/price-lists', {
        query,
        signal,
      });
      all.push(...page.data);
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    return all;
  });
  const all = found.data ?? [];
  const names = new Map(all.map((one) => [one.listId, one.name]));
  const left = all.filter((one) => !chosen.includes(one.listId));
  return (
    <div className="grid content-start gap-2">
      <Select
        name="segments"
        label={t('rules.segments')}
        hint={t('rules.segments.hint')}
        error={error}
        value=""
        onChange={({ target }) => {
          if (target.value !== '') onChange([...chosen, target.value]);
        }}
      >
        <option value="">
          {t(left.length === 0 ? 'pricing.lists.none' : 'pricing.lists.choose')}
        </option>
        {left.map((one) => (
          <option key={one.listId} value={one.listId}>
            {one.name}
          </option>
        ))}
      </Select>
      <FormProblem problem={found.problem} />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((listId) => {
            const name = names.get(listId) ?? listId;
            return (
              <li
                key={listId}
                data-edge
                className="flex min-w-0 items-center gap-1 rounded-full bg-surface ps-3"
              >
                <Link to={`/admin/price-lists/${listId}`} className="truncate text-sm underline">
                  <bdi>{name}</bdi>
                </Link>
                <Button
                  size="sm"
                  kind="quiet"
                  className="px-2!"
                  aria-label={t('pricing.choose.remove', { name })}
                  onClick={() => onChange(chosen.filter((one) => one !== listId))}
                >
                  <Icon name="close" className="size-4" />
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
