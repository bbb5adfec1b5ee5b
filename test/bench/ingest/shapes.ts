/** How the events of one firehose look. */
export interface Shape {
  /** Length of an event's body, bytes; 0: as the emitter writes it. */
  readonly valueBytes: number;
  readonly headers: boolean;
  readonly compression: 'none' | 'gzip';
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  emitter: { valueBytes: 0, headers: true, compression: 'none' },
  '300 B': { valueBytes: 300, headers: false, compression: 'none' },
  '300 B, headers': { valueBytes: 300, headers: true, compression: 'none' },
  '1 KB': { valueBytes: 1_024, headers: false, compression: 'none' },
  '1 KB, headers': { valueBytes: 1_024, headers: true, compression: 'none' },
  '300 B, gzip': { valueBytes: 300, headers: false, compression: 'gzip' },
  '1 KB, gzip': { valueBytes: 1_024, headers: false, compression: 'gzip' },
};
/** The goals are set on what the emitter writes, with the bare figure beside it. */
export const MAIN_SHAPES = ['emitter', '300 B', '1 KB'] as const;
