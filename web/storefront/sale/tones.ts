/** How loud each state is shown. */
export const tones = {
  DRAFT: 'plain',
  ANNOUNCED: 'plain',
  PRE_QUEUE: 'accent',
  DRAW: 'accent',
  RUNNING: 'accent',
  PAUSED: 'warn',
  SOLD_OUT: 'warn',
  ENDED: 'plain',
} as const;
