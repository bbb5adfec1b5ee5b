import * as zlib from 'node:zlib';

type Codec = 'none' | 'gzip' | 'zstd';

/** How the events of one firehose look. */
export interface Shape {
  /** Length of an event's body, bytes; 0: as the emitter writes it. */
  readonly valueBytes: number;
  readonly headers: boolean;
  readonly compression: Codec;
}

/** From 22.15 on; the client library has no codec for it at all. */
const CODECS: readonly Codec[] =
  'zstdDecompressSync' in zlib ? ['none', 'gzip', 'zstd'] : ['none', 'gzip'];

const SIZES = { '300 B': 300, '1 KB': 1_024 } as const;

function shapesOf(name: string, valueBytes: number): readonly (readonly [string, Shape])[] {
  return CODECS.flatMap((compression) =>
    [false, true].map((headers): readonly [string, Shape] => {
      const words = [name, headers ? 'headers' : '', compression === 'none' ? '' : compression];
      const shape = { valueBytes, headers, compression };
      return [words.filter((word) => word !== '').join(' '), shape];
    }),
  );
}

/** Everything that can be asked on this Node, by name such as `300 B headers gzip`. */
export const SHAPES: Readonly<Record<string, Shape>> = Object.fromEntries([
  ['emitter', { valueBytes: 0, headers: true, compression: 'none' }],
  ...Object.entries(SIZES).flatMap(([name, bytes]) => shapesOf(name, bytes)),
]);
/** The goals are set on what the emitter writes, with the bare figure beside it. */
export const MAIN_SHAPES = ['emitter', '300 B', '1 KB'] as const;
