import type { ProtectionCommand } from '@hrd-shield/contracts';
import type { CommandAct, CommandId } from '@hrd-shield/contracts/pure';
import { commandId } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import { awaitedCommand } from './awaited-command.ts';
import type { ProtectionFact } from './facts.ts';
import { applyParts } from './measure-notices.ts';
import { isPending, type MeasureInstance } from './state.ts';

/**
 * How long the platform keeps a measure after the lift was due, as a share of what was left: its
 * own end, should every lift be lost.
 */
const EXPIRY_GRACE_RATIO = 0.25;

/** The command that a fact sends, or undefined. A repeated send has the id of the first. */
export function commandOf(around: Around, fact: ProtectionFact): ProtectionCommand | undefined {
  switch (fact.kind) {
    case 'measure.requested':
      if (fact.startAt !== undefined) return undefined;
      return write(around, fact, 'apply', commandId(fact.instance, 'apply', 0));
    case 'measure.renewed': {
      const instance = instanceOf(around, fact.instance);
      if (instance !== undefined && isPending(instance)) return undefined;
      const round = Math.max(0, (instance?.applyRounds ?? 1) - 1);
      return write(around, fact, 'apply', commandId(fact.instance, 'apply', round));
    }
    case 'measure.lift-asked':
      return write(around, fact, 'lift', commandId(fact.instance, 'lift', 0));
    case 'command.awaited':
      if (!fact.send) return undefined;
      return write(around, fact, fact.awaiting.act, awaitedCommand(fact.instance, fact.awaiting));
    default:
      return undefined;
  }
}

/** The instance after the decision, or as it was before when it is gone. */
export function instanceOf(
  around: Around,
  ref: MeasureInstance['ref'],
): MeasureInstance | undefined {
  return around.after.measures[ref] ?? around.before.measures[ref];
}

function write(
  around: Around,
  fact: ProtectionFact & { readonly instance: MeasureInstance['ref'] },
  act: CommandAct,
  id: CommandId,
): ProtectionCommand | undefined {
  const instance = instanceOf(around, fact.instance);
  const account = around.after.profile?.account;
  if (instance === undefined || account === undefined) return undefined;
  const grace = Math.max(0, instance.liftAt - fact.at) * EXPIRY_GRACE_RATIO;
  return {
    id,
    act,
    measure: instance.measure as ProtectionCommand['measure'],
    instance: instance.ref,
    defender: around.after.defender,
    case: instance.case,
    account,
    ...(instance.actors.length === 0 ? {} : { actors: [...instance.actors] }),
    ...(act === 'apply' ? applyParts(around, instance) : {}),
    issuedAt: fact.at,
    expiresAt: Math.round(instance.liftAt + grace),
  };
}
