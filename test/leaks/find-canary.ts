import { createHash } from 'node:crypto';

/** A place that was looked at, with everything that lies there. */
export interface Place {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface Leak {
  readonly place: string;
  /** In which writing it was found. */
  readonly form: string;
  /** What stands around it. */
  readonly around: string;
}

const AROUND_CHARS = 60;

/**
 * Looks for a planted identity in every writing in which it could hide: plain, in any case, hex,
 * base64 at each of the three alignments, percent-encoded, and digests without a key.
 */
export function findCanary(canary: string, places: readonly Place[]): readonly Leak[] {
  const forms = formsOf(canary);
  return places.flatMap(({ name, content }) => {
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    const lower = text.toLowerCase();
    return forms.flatMap(({ form, written, anyCase }): Leak[] => {
      const at = anyCase ? lower.indexOf(written.toLowerCase()) : text.indexOf(written);
      if (at < 0) return [];
      const around = text.slice(Math.max(0, at - AROUND_CHARS), at + written.length + AROUND_CHARS);
      return [{ place: name, form, around }];
    });
  });
}

interface Form {
  readonly form: string;
  readonly written: string;
  readonly anyCase: boolean;
}

function formsOf(canary: string): readonly Form[] {
  const bytes = Buffer.from(canary);
  const digests = ['sha256', 'sha1', 'md5'].map((name) => ({
    name,
    digest: createHash(name).update(canary).digest(),
  }));
  return [
    { form: 'plain', written: canary, anyCase: true },
    { form: 'hex', written: bytes.toString('hex'), anyCase: true },
    { form: 'percent-encoded', written: percent(bytes), anyCase: true },
    { form: 'reversed', written: [...canary].reverse().join(''), anyCase: true },
    ...base64Forms(bytes),
    ...digests.flatMap(({ name, digest }) => [
      { form: `${name} hex`, written: digest.toString('hex'), anyCase: true },
      { form: `${name} base64`, written: digest.toString('base64').slice(0, 20), anyCase: false },
      {
        form: `${name} base64url`,
        written: digest.toString('base64url').slice(0, 20),
        anyCase: false,
      },
    ]),
  ];
}

/** Inside a longer text the writing depends on the position modulo three; the ends are cut off. */
function base64Forms(bytes: Buffer): readonly Form[] {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const from = shift === 0 ? 0 : 4;
    const until = Math.floor((shifted.length * 8) / 6) - 1;
    return (['base64', 'base64url'] as const).map((encoding) => ({
      form: `${encoding} at ${shift}`,
      written: shifted.toString(encoding).slice(from, until),
      anyCase: false,
    }));
  });
}

function percent(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
