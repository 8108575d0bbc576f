/**
 * Makes ids in the form of Mongo's: 24 hexadecimal digits, of which the first eight are the creation second (Unix
 * time), ten stand for the tenant and six count. The same seed and order give the same ids.
 */
export class RecordIds {
  #count = 0;
  readonly #tenantPart: string;

  constructor(seed: number) {
    const high = (Math.imul(seed + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
    this.#tenantPart = high + (seed & 0xff).toString(16).padStart(2, '0');
  }

  /** A new id for a record created at the instant (milliseconds). */
  next(createdAtMs: number): string {
    this.#count += 1;
    const second = Math.floor(createdAtMs / 1000)
      .toString(16)
      .padStart(8, '0');
    return second + this.#tenantPart + (this.#count & 0xffffff).toString(16).padStart(6, '0');
  }
}
