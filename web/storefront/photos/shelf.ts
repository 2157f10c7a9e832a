/** Photos that somebody adds to what they write; pure. */

/** One of the form: on its way, there, or not taken. */
export interface Photo {
  key: string;
  /** Known once it is there. */
  pictureId: string | null;
  /** Of the file that was chosen; null for one that was there before. */
  file: Blob | null;
  /** Why it was not taken: a code of the API. */
  problem: string | null;
}

export const kept = (pictureId: string): Photo => ({
  key: pictureId,
  pictureId,
  file: null,
  problem: null,
});

export const idsOf = (photos: readonly Photo[]): string[] =>
  photos.flatMap(({ pictureId }) => pictureId ?? []);

/** Some are on their way: sending the form now would leave them out. */
export const isSending = (photos: readonly Photo[]): boolean =>
  photos.some(({ pictureId, problem }) => pictureId === null && problem === null);

/** As many of the chosen files as there is room for; those that are too large are refused here. */
export function added(
  photos: readonly Photo[],
  files: readonly Blob[],
  of: { max: number; bytes_max: number; key(): string },
): { photos: Photo[]; left: number } {
  const room = Math.max(0, of.max - photos.length);
  const fresh = files.slice(0, room).map((file): Photo => {
    const problem = file.size > of.bytes_max ? 'payload-too-large' : null;
    return { key: of.key(), pictureId: null, file, problem };
  });
  return { photos: [...photos, ...fresh], left: files.length - fresh.length };
}

/** The one with this key changed; the same picture is in the list once. */
export function changed(photos: readonly Photo[], key: string, by: Partial<Photo>): Photo[] {
  const twice = photos.some((one) => one.key !== key && one.pictureId === (by.pictureId ?? ''));
  if (twice) return photos.filter((one) => one.key !== key);
  return photos.map((one) => (one.key === key ? { ...one, ...by } : one));
}
