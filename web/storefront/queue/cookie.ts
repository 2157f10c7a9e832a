/** Where a browser without scripts keeps its number in a line; it is no secret. */
export const cookieOf = (saleId: string) => `place_${saleId}`;
