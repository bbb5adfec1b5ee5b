import { ShieldError } from '@hrd-shield/contracts';
import type { DeskSecrets } from '../desk-secrets.ts';

export type CursorKey = readonly (string | number)[];

/**
 * The way to the next page: the key of the last entry shown, signed, so that nobody asks the
 * database for a key of their own making or uses the cursor of another list.
 */
export interface Cursors {
  write(list: string, key: CursorKey): string;
  /** @throws ShieldError `request.bad-cursor` */
  read(list: string, cursor: string | undefined): CursorKey | undefined;
}

/** Signs with the secrets of the desk: a cursor ends with their rotation. */
export function createCursors(secrets: DeskSecrets): Cursors {
  return {
    write: (list, key) => {
      const body = Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
      return `${body}.${secrets.signCursor(body)}`;
    },
    read: (list, cursor) => {
      if (cursor === undefined) return undefined;
      const [body = '', mac = '', ...more] = cursor.split('.');
      if (more.length > 0 || !secrets.isCursor(body, mac)) {
        throw new ShieldError('request.bad-cursor');
      }
      const [of, ...key] = JSON.parse(Buffer.from(body, 'base64url').toString()) as string[];
      if (of !== list) throw new ShieldError('request.bad-cursor');
      return key;
    },
  };
}

/** One page of a list that was asked for one entry more than it shows. */
export function pageFrom<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { items: Row[]; next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: cursorOf(last) } : { items };
}
