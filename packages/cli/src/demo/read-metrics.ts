/** One sample of a Prometheus text page. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Parses a metrics page; comments and lines of another form are skipped. */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined || line.startsWith('#')) continue;
    const parsed = Object.fromEntries(
      Array.from(labels.matchAll(LABEL), ([, key = '', held = '']) => [key, held]),
    );
    samples.push({ name, labels: parsed, value: Number(value) });
  }
  return samples;
}

/** Sum of the samples of one metric whose labels fit. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([key, held]) => sample.labels[key] === held))
    .reduce((sum, sample) => sum + sample.value, 0);
}

/** Asks a service for its metrics, on a connection of its own: a busy service closes idle ones. */
export async function readMetrics(url: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
  return parseMetrics(await answer.text());
}
