import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface DialogProps {
  open: boolean;
  /** Escape, the close button or a press beside it. */
  onClose(): void;
  title: string;
  closeLabel: string;
  /** `wide` for pictures; `drawer` comes from the side of the end, over the whole height. */
  shape?: 'dialog' | 'wide' | 'drawer';
  children: ReactNode;
  footer?: ReactNode;
}

const shapes = {
  dialog: 'm-auto w-[min(34rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-lg',
  wide: 'm-auto w-[min(60rem,calc(100vw-1rem))] max-h-[calc(100dvh-1rem)] rounded-lg',
  drawer: 'drawer',
};

/** The browser's own modal: it keeps the focus inside and gives it back. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, closeLabel, shape = 'dialog', children, footer } = props;
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      aria-label={title}
      className={`bg-raised text-ink shadow-soft ${shapes[shape]}`}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {open && (
        <div className="flex max-h-[inherit] min-h-full flex-col">
          <div className="flex items-center justify-between gap-4 px-6 pt-5 pb-3">
            <h2 className="text-lg">{title}</h2>
            <button
              type="button"
              aria-label={closeLabel}
              className="-me-2 grid size-11 place-items-center rounded-full hover:bg-surface"
              onClick={onClose}
            >
              <Icon name="close" />
            </button>
          </div>
          <div className="flex-1 overflow-y-auto px-6 pb-6">{children}</div>
          {footer !== undefined && (
            <div className="border-t border-line bg-raised px-6 py-4">{footer}</div>
          )}
        </div>
      )}
    </dialog>
  );
}
