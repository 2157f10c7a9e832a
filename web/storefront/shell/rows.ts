/** Rows of products that nobody waits for, with their words; for `Later`. */
export const recent = { load: () => import('./recently-viewed.tsx'), area: 'recommended' } as const;
