/** The focus to the first field that is marked as wrong. */
export function toFault(): void {
  document.querySelector<HTMLElement>('main form [aria-invalid="true"]')?.focus();
}
