import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '../../infra/grafana/operations/shield-operations.json');

/** One picture of the dashboard for operations. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly targets: readonly { readonly expr: string }[];
}

export function operationsPanels(): readonly Panel[] {
  const board = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly panels: readonly Panel[] };
  return board.panels;
}
