import { invariant } from '@hrd-shield/contracts/pure';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = new Uint8Array(128).fill(255);
for (let i = 0; i < ALPHABET.length; i += 1) CODES[ALPHABET.charCodeAt(i)] = i;
const LETTERS = Array.from(ALPHABET, (letter) => letter.charCodeAt(0));

const START_BYTES = 1024;
const ID_CHARS = 22;
const ID_BYTES = 17;
const VARINT_BASE = 128;
const U48_HIGH = 2 ** 32;
/** Letters of the pseudonym that is being read. */
const letters = Array.from('-_'.padEnd(ID_CHARS + 2), (letter) => letter.charCodeAt(0));

/** Writes the frozen form of state: little endian, integers as varints, ids packed by six bits. */
export class ByteWriter {
  #bytes = new Uint8Array(START_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Begins anew in the same memory, whatever became of what was written before. */
  clear(): void {
    this.#length = 0;
  }

  #reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  u8(value: number): void {
    // Reserving may grow the buffer, so it goes before the view is read.
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
  }

  u8s(values: Uint8Array): void {
    const at = this.#reserve(values.length);
    this.#bytes.set(values, at);
  }

  u16s(values: readonly number[]): void {
    let at = this.#reserve(2 * values.length);
    for (const value of values) {
      this.#view.setUint16(at, value, true);
      at += 2;
    }
  }

  u48(value: number): void {
    const at = this.#reserve(6);
    this.#view.setUint32(at, value % U48_HIGH, true);
    this.#view.setUint16(at + 4, Math.floor(value / U48_HIGH), true);
  }

  f64(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, true);
  }

  /** A non-negative integer of at most 2^53. */
  varint(value: number): void {
    invariant(Number.isSafeInteger(value) && value >= 0, 'varint takes a non-negative integer');
    let rest = value;
    while (rest >= VARINT_BASE) {
      this.u8((rest % VARINT_BASE) + VARINT_BASE);
      rest = Math.floor(rest / VARINT_BASE);
    }
    this.u8(rest);
  }

  /** A pseudonym such as `e_…`: its 22 characters after the two of the prefix. */
  id(ref: string): void {
    invariant(ref.length === ID_CHARS + 2, 'a pseudonym has 22 characters after its prefix');
    let held = 0;
    let bits = 0;
    for (let i = 2; i < ref.length; i += 1) {
      const code = CODES[ref.charCodeAt(i) & 127] ?? 255;
      invariant(code < 64, 'a pseudonym is base64url');
      held = (held << 6) | code;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        this.u8((held >> bits) & 255);
      }
    }
    this.u8((held << (8 - bits)) & 255);
  }

  /** A short text of ASCII characters, such as a boxed handle. */
  ascii(text: string): void {
    this.varint(text.length);
    const at = this.#reserve(text.length);
    for (let i = 0; i < text.length; i += 1) this.#bytes[at + i] = text.charCodeAt(i);
  }

  /** Leaves room for four bytes that are known once what lies behind them is written. */
  reserveU32(): number {
    return this.#reserve(4);
  }

  fillU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Reads what `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(count: number): number {
    const at = this.#at;
    this.#at += count;
    invariant(this.#at <= this.#bytes.length, 'frozen state ends early');
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A view of the bytes that are read: it is copied by whoever keeps it. */
  u8s(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  u16s(count: number): number[] {
    let at = this.#take(2 * count);
    const values: number[] = [];
    while (values.length < count) {
      values.push(this.#view.getUint16(at, true));
      at += 2;
    }
    return values;
  }

  u48(): number {
    const at = this.#take(6);
    return this.#view.getUint16(at + 4, true) * U48_HIGH + this.#view.getUint32(at, true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte % VARINT_BASE) * scale;
      if (byte < VARINT_BASE) return value;
      scale *= VARINT_BASE;
    }
  }

  id(prefix: string): string {
    let next = this.#take(ID_BYTES);
    let held = 0;
    let bits = 0;
    letters[0] = prefix.charCodeAt(0);
    for (let i = 2; i < letters.length; i += 1) {
      if (bits < 6) {
        held = (held << 8) | (this.#bytes[next] ?? 0);
        next += 1;
        bits += 8;
      }
      bits -= 6;
      letters[i] = LETTERS[(held >> bits) & 63] ?? 0;
      held &= (1 << bits) - 1;
    }
    // In one piece: a text grown letter by letter is kept as a chain, of ten times the memory.
    return String.fromCharCode.apply(undefined, letters);
  }

  ascii(): string {
    const length = this.varint();
    const at = this.#take(length);
    return String.fromCharCode(...this.#bytes.subarray(at, at + length));
  }

  skip(count: number): void {
    this.#take(count);
  }

  /** Bytes read so far. */
  get at(): number {
    return this.#at;
  }

  /** True when every byte was read. */
  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}
