/** Where the arrow keys lead in a grid below a field; pure. Null is the field itself. */
export interface Place {
  row: number;
  cell: number;
}

export interface Steps {
  /** How many cells each row has. */
  rows: readonly number[];
  at: Place | null;
  /** Sideways the other way round. */
  rtl: boolean;
}

/** Undefined: the key is not ours, the field takes it. */
export function move({ rows, at, rtl }: Steps, key: string): Place | null | undefined {
  if (rows.length === 0) return undefined;
  const last = rows.length - 1;
  if (key === 'ArrowDown') {
    if (at === null) return { row: 0, cell: 0 };
    return at.row === last ? null : { row: at.row + 1, cell: 0 };
  }
  if (key === 'ArrowUp') {
    if (at === null) return { row: last, cell: 0 };
    return at.row === 0 ? null : { row: at.row - 1, cell: 0 };
  }
  if (at === null || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return undefined;
  const cells = rows[at.row] ?? 1;
  if (cells < 2) return undefined;
  const forward = (key === 'ArrowRight') !== rtl;
  const cell = Math.min(cells - 1, Math.max(0, at.cell + (forward ? 1 : -1)));
  return { row: at.row, cell };
}
