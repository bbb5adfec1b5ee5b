import type { HoldRow, ResponderRef } from '@hrd-shield/contracts/pure';
import type { HoldLife } from './state.ts';

/** A hold as people see it. @param version grows with every change */
export function holdRow(life: HoldLife, version: number, decidedBy?: ResponderRef): HoldRow {
  const { action, askedAt, defender, dueAt, ground, hold, origin } = life.about;
  return {
    id: hold,
    defender,
    action,
    origin,
    ground,
    state: life.state,
    askedAt,
    dueAt,
    allowedBy: life.allowedBy,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    version,
  };
}
