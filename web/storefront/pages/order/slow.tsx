import { useEffect, useState } from 'react';
import { useSpeech } from '../../app.tsx';

const patience_ms = 5_000;

/** After some seconds without an answer it says that it still waits; its place is reserved. */
export function SlowHint() {
  const { t } = useSpeech();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patience_ms);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p role="status" className="min-h-7 text-muted">
      {slow ? t('orders.slow') : ''}
    </p>
  );
}
