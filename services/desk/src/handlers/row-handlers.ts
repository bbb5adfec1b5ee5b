import { ROW_PURPOSES, type RowPurpose } from '@hrd-shield/contracts';
import type { DeskPurpose } from '@hrd-shield/contracts/desk';
import type { RowUses } from '@hrd-shield/registry';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { partyOf, requestBody } from './registry-handlers.ts';

export interface RowParts {
  readonly uses: RowUses;
  /** Counts, for whoever watches how often rows are asked for and read; of nobody in particular. */
  readonly onAsked: () => void;
  readonly onRead: (rows: number) => void;
}

/** Single rows of the record: one person asks, another agrees, the first reads once. */
export function createRowHandlers({
  onAsked,
  onRead,
  uses,
}: RowParts): HandlersOf<'readRows' | 'requestRows'> {
  return {
    requestRows: async ({ body, principal, purpose }) => {
      if (!isRowPurpose(purpose)) return refuse('reveal.wrong-purpose');
      onAsked();
      const asked = await uses.ask(partyOf(principal), { ...body, purpose });
      return asked.ok ? done({ request: requestBody(asked.value) }) : refuse(asked.code);
    },
    readRows: async ({ params, principal, purpose }) => {
      if (!isRowPurpose(purpose)) return refuse('reveal.wrong-purpose');
      const read = await uses.read(partyOf(principal), { id: params.request, purpose });
      if (!read.ok) return refuse(read.code);
      const { columns, rows, ...more } = read.value;
      onRead(rows.length);
      return done({ ...more, columns: [...columns], rows: rows.map((row) => ({ ...row })) });
    },
  };
}

function isRowPurpose(purpose: DeskPurpose | undefined): purpose is RowPurpose {
  return (ROW_PURPOSES as readonly (string | undefined)[]).includes(purpose);
}
