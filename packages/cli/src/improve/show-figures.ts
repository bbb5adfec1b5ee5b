import type { Figure } from '@hrd-shield/domain';
import { formatFigure, formatInterval, formatSample } from '@hrd-shield/reporting';
import { type Facts, openFacts } from '../commands/open-facts.ts';
import type { Shell } from '../shell/shell.ts';

/** One figure in a line: its name, the number, its interval and its sample. */
export function figureLine(
  name: string,
  figure: Figure,
  unit: 'ratio' | 'count' = 'ratio',
): string {
  const interval = formatInterval(figure, unit);
  const between = interval === '' ? '' : `  (${interval})`;
  return `${name}: ${formatFigure(figure, unit)}${between}  n ${formatSample(figure)}`;
}

/** Uses recorded facts and lets go of them, whatever comes. */
export async function withFacts<T>(shell: Shell, use: (facts: Facts) => Promise<T>): Promise<T> {
  const facts = await openFacts(shell);
  try {
    return await use(facts);
  } finally {
    await facts.close();
  }
}
