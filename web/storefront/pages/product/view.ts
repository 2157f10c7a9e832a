/** What part of a picture is seen, and how large; pure. Lengths are shares of the frame. */
export interface View {
  /** 1: the whole picture fills the frame. */
  scale: number;
  /** Where the middle of the picture is, from the middle of the frame. */
  x: number;
  y: number;
}

export const scale_max = 4;
export const step = 1.5;
const nudge = 0.15;

export const whole: View = { scale: 1, x: 0, y: 0 };

/** Never smaller than the frame, and no edge comes inside it. */
function within({ scale: wanted, x, y }: View): View {
  const scale = Math.min(scale_max, Math.max(1, wanted));
  const most = (scale - 1) / 2;
  const held = (value: number) => Math.min(most, Math.max(-most, value)) || 0;
  return { scale, x: held(x), y: held(y) };
}

/** Larger or smaller around a point, which stays where it is. */
export function zoomed(view: View, factor: number, point = { x: 0, y: 0 }): View {
  const scale = Math.min(scale_max, Math.max(1, view.scale * factor));
  const by = scale / view.scale;
  return within({
    scale,
    x: point.x - (point.x - view.x) * by,
    y: point.y - (point.y - view.y) * by,
  });
}

export function moved(view: View, by: { x: number; y: number }): View {
  return within({ ...view, x: view.x + by.x, y: view.y + by.y });
}

const arrows: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: nudge, y: 0 },
  ArrowRight: { x: -nudge, y: 0 },
  ArrowUp: { x: 0, y: nudge },
  ArrowDown: { x: 0, y: -nudge },
};

/** What a key does to it; null when it means nothing here. */
export function pressed(view: View, key: string): View | null {
  if (key === '+' || key === '=') return zoomed(view, step);
  if (key === '-') return zoomed(view, 1 / step);
  if (key === '0') return whole;
  const arrow = arrows[key];
  return arrow === undefined || view.scale === 1 ? null : moved(view, arrow);
}
