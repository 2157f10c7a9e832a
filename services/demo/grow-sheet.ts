/** Rows of one table as bytes, written one by one: no text of megabytes is put together. */
export class Sheet {
  private data = Buffer.allocUnsafe(64 * 1024);
  private n = 0;

  put(row: string): void {
    const most = this.n + row.length * 3;
    if (most > this.data.length) {
      const longer = Buffer.allocUnsafe(most * 2);
      this.data.copy(longer, 0, 0, this.n);
      this.data = longer;
    }
    this.n += this.data.write(row, this.n, 'utf8');
  }

  get bytes(): Buffer {
    return this.data.subarray(0, this.n);
  }

  clear(): void {
    this.n = 0;
  }
}
