// One product, new or there already: the form, saving it with the version it was read at, what to
// do when somebody else changed it meanwhile, and putting it on sale.
import { useState, type FormEvent } from 'react';
import { useBeforeUnload, useNavigate } from 'react-router';
import { newKey } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked, SellingPage } from './frame.tsx';
import {
  draftFrom,
  faultsOf,
  isChanged,
  linked,
  noProduct,
  type Draft,
  type Product,
} from './goods.ts';
import { ProductFields } from './product-fields.tsx';
import { createProduct, readProduct, saveProduct, tagOf } from './save.ts';
import { Stock } from './stock.tsx';
import { toFault } from './to-fault.ts';

export function OneProduct({ which }: { which: string }) {
  const { t } = useSpeech();
  const isNew = which === 'new';
  return (
    <SellingPage title={t(isNew ? 'goods.new' : 'goods.one')}>
      {({ userId, sellers }) =>
        isNew ? (
          <Editor product={null} sellerId={sellers[0]?.sellerId ?? ''} />
        ) : (
          <Loaded {...{ userId, which }} />
        )
      }
    </SellingPage>
  );
}

function Loaded({ userId, which }: { userId: string; which: string }) {
  const { api } = useApp();
  const query = useQuery(`${userId} product ${which}`, (signal) => readProduct(api, which, signal));
  return (
    <Asked of={query}>
      {(product) => <Editor product={product} sellerId={product.sellerId} />}
    </Asked>
  );
}

interface EditorProps {
  /** null: a new one. */
  product: Product | null;
  sellerId: string;
}

function Editor({ product, sellerId }: EditorProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [base, setBase] = useState(product);
  const [draft, setDraft] = useState<Draft>(() =>
    product === null ? noProduct(newKey(), 'USD') : draftFrom(product),
  );
  const [theirs, setTheirs] = useState<Product | null>(null);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const [sending, setSending] = useState(false);
  const action = useAction();
  const faults = faultsOf(draft);
  const dirty = base === null ? draft.name !== '' : isChanged(draft, base);
  useBeforeUnload((event) => {
    if (dirty) event.preventDefault();
  });
  const change = (by: Partial<Draft>) => {
    setSaved(false);
    setDraft((before) => ({ ...before, ...by }));
  };
  /** Keeps what is typed, over this version of the product. */
  const keep = async (over: Product | null, key: string): Promise<Product> => {
    let last = over;
    // What went through is not sent again, also when the rest breaks off.
    const onStep = (now: Product) => {
      last = now;
      setBase(now);
      setDraft((before) => linked(before, now));
    };
    if (over === null) await createProduct(api, { draft, sellerId, key, onStep });
    else await saveProduct(api, { draft, was: over, onStep });
    return last ?? Promise.reject(new Error('a product that was saved is there'));
  };
  const run = (work: (key: string) => Promise<unknown>) =>
    action.run(async (key) => {
      setSaved(false);
      try {
        await work(key);
        setTheirs(null);
      } catch (error) {
        const isOld = (error as { status?: number }).status === 412;
        if (isOld && base !== null) setTheirs(await readProduct(api, base.productId));
        throw error;
      }
    });
  const isReady = (): boolean => {
    setTried(true);
    if (faults.size === 0 && !sending) return true;
    requestAnimationFrame(toFault);
    return false;
  };
  const save = (over: Product | null) => {
    if (!isReady()) return;
    void run(async (key) => {
      const kept = await keep(over, key);
      if (product === null) {
        await navigate(`/selling/products/${kept.productId}`, { replace: true });
        return;
      }
      setDraft(draftFrom(kept));
      setBase(kept);
      setSaved(true);
    });
  };
  const turn = (to: 'publish' | 'unpublish' | 'archive') => {
    if (base === null || (dirty && !isReady())) return;
    void run(async (key) => {
      const kept = dirty ? await keep(base, key) : base;
      const params = { productId: kept.productId };
      const asked = { params, ifMatch: tagOf(kept), key };
      const now = await api.request(`POST /seller/products/{productId}/${to}`, asked);
      setDraft(draftFrom(now));
      setBase(now);
      setSaved(true);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(base);
  };
  const take = (now: Product) => {
    setBase(now);
    setDraft(draftFrom(now));
    setTheirs(null);
    action.clear();
  };
  return (
    <div className="grid grid-cols-1 gap-10">
      {base !== null && <State product={base} />}
      <form noValidate onSubmit={submit} className="grid grid-cols-1 gap-10" data-product-form>
        <ProductFields
          {...{ draft, sellerId, isNew: base === null, onChange: change, onSending: setSending }}
          faults={tried ? faults : new Map()}
          problem={action.problem}
        />
        {theirs === null ? (
          <FormProblem problem={action.problem} />
        ) : (
          <Conflict onMine={() => save(theirs)} onTheirs={() => take(theirs)} busy={action.busy} />
        )}
        {tried && faults.size > 0 && (
          <Notice tone="problem" live>
            {t('goods.faults', { count: faults.size })}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" kind="primary" busy={action.busy}>
            {t(base === null ? 'goods.create' : 'goods.save')}
          </Button>
          {base !== null && base.status !== 'ACTIVE' && (
            <Button busy={action.busy} onClick={() => turn('publish')}>
              {t('goods.publish')}
            </Button>
          )}
          {base?.status === 'ACTIVE' && (
            <Button busy={action.busy} onClick={() => turn('unpublish')}>
              {t('goods.unpublish')}
            </Button>
          )}
          <p role="status" className="text-sm text-muted">
            {saved && !dirty ? t('goods.saved') : dirty && base !== null ? t('goods.unsaved') : ''}
          </p>
        </div>
      </form>
      {base !== null && <Stock product={base} />}
    </div>
  );
}

/** Whether shoppers see it, and where. */
function State({ product }: { product: Product }) {
  const { t } = useSpeech();
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Badge tone={product.visible ? 'accent' : 'plain'}>
        {t(`goods.state.${product.status}`)}
      </Badge>
      {product.visible ? (
        <Link to={`/p/${product.slug}`} className="link text-sm">
          {t('goods.see')}
        </Link>
      ) : (
        <span className="text-sm text-muted">
          {t(product.status === 'ACTIVE' ? 'goods.hidden.seller' : 'goods.hidden')}
        </span>
      )}
    </p>
  );
}

interface ConflictProps {
  busy: boolean;
  onMine(): void;
  onTheirs(): void;
}

/** Somebody else saved first; what was typed here is still in the fields. */
function Conflict({ busy, onMine, onTheirs }: ConflictProps) {
  const { t } = useSpeech();
  return (
    <Notice
      tone="warn"
      live
      title={t('goods.conflict')}
      actions={
        <>
          <Button size="sm" busy={busy} onClick={onMine}>
            {t('goods.conflict.mine')}
          </Button>
          <Button size="sm" kind="quiet" onClick={onTheirs}>
            {t('goods.conflict.theirs')}
          </Button>
        </>
      }
    >
      {t('goods.conflict.text')}
    </Notice>
  );
}
