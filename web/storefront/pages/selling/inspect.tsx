/** What was in the parcel, unit by unit: back onto the shelf, or written off. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { wrongFinding, writtenOff, type Finding } from './found.ts';
import type { Return, StepProps } from './one-return.ts';

type Item = Return['items'][number];

const begun = (of: Return): Finding[] =>
  of.items.map((one) => {
    const seen = of.status === 'INSPECTED';
    return {
      lineNo: one.lineNo,
      received: String(seen ? one.received : one.quantity),
      restock: String(seen ? one.restock : one.quantity),
      warehouseId: one.warehouseId,
    };
  });

export function Inspect({ of, onChanged }: StepProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [found, setFound] = useState(() => begun(of));
  const [evidence, setEvidence] = useState(of.evidence ?? '');
  const houses = useQuery('warehouses', (signal) =>
    api.request('GET /seller/warehouses', { signal }),
  );
  const change = (lineNo: number, by: Partial<Finding>) =>
    setFound(found.map((one) => (one.lineNo === lineNo ? { ...one, ...by } : one)));
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (of.items.some((item, at) => wrongFinding(found[at], item.quantity) !== null)) return;
    const items = found.map((one) => ({
      lineNo: one.lineNo,
      received: Number(one.received),
      restock: Number(one.restock),
      writeOff: writtenOff(one),
      ...(one.warehouseId === '' ? {} : { warehouseId: one.warehouseId }),
    }));
    const params = { returnId: of.returnId };
    const body = { items, ...(evidence.trim() === '' ? {} : { evidence: evidence.trim() }) };
    void action.run(async (key) =>
      onChanged(
        await api.request('POST /seller/returns/{returnId}/inspect', { params, body, key }),
      ),
    );
  };
  return (
    <form noValidate onSubmit={send} className="grid gap-6 rounded-lg bg-surface p-5">
      <div className="grid gap-1">
        <h2 className="text-lg">{t('selling.inspect')}</h2>
        <p className="text-muted">{t('selling.inspect.text')}</p>
      </div>
      <FormProblem problem={action.problem} />
      {of.items.map((item, at) => (
        <Line
          key={item.lineNo}
          item={item}
          finding={found[at]}
          houses={houses.data?.data ?? []}
          onChange={(by) => change(item.lineNo, by)}
        />
      ))}
      <TextArea
        name="evidence"
        label={t('selling.evidence')}
        optional={t('selling.optional')}
        hint={t('selling.evidence.hint')}
        maxLength={1_000}
        value={evidence}
        onChange={({ target }) => setEvidence(target.value)}
      />
      <div>
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('selling.inspect.save')}
        </Button>
      </div>
    </form>
  );
}

interface LineProps {
  item: Item;
  finding: Finding | undefined;
  houses: readonly { warehouseId: string; name: string }[];
  onChange(by: Partial<Finding>): void;
}

function Line({ item, finding, houses, onChange }: LineProps) {
  const { t } = useSpeech();
  if (finding === undefined) return null;
  const wrong = wrongFinding(finding, item.quantity);
  const off = wrong === null ? writtenOff(finding) : 0;
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-medium">
        <bdi>{item.name}</bdi>
      </legend>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field
          type="number"
          inputMode="numeric"
          min={0}
          max={item.quantity}
          name={`received-${item.lineNo}`}
          label={t('selling.inspect.received')}
          hint={t('selling.inspect.announced', { count: item.quantity })}
          value={finding.received}
          error={
            wrong === 'received'
              ? t('selling.inspect.received.wrong', { count: item.quantity })
              : undefined
          }
          onChange={({ target }) => {
            // What is fit for the shelf follows, until somebody says otherwise.
            const same = finding.restock === finding.received;
            onChange({ received: target.value, ...(same ? { restock: target.value } : {}) });
          }}
        />
        <Field
          type="number"
          inputMode="numeric"
          min={0}
          max={item.quantity}
          name={`restock-${item.lineNo}`}
          label={t('selling.inspect.restock')}
          hint={t('selling.inspect.off', { count: off })}
          value={finding.restock}
          error={wrong === 'restock' ? t('selling.inspect.restock.wrong') : undefined}
          onChange={({ target }) => onChange({ restock: target.value })}
        />
        {houses.length > 0 && (
          <Select
            name={`warehouse-${item.lineNo}`}
            label={t('selling.warehouse')}
            value={finding.warehouseId}
            onChange={({ target }) => onChange({ warehouseId: target.value })}
          >
            {houses.map((one) => (
              <option key={one.warehouseId} value={one.warehouseId}>
                {one.name}
              </option>
            ))}
          </Select>
        )}
      </div>
    </fieldset>
  );
}
