import type {
  BoardRows,
  DefenderRef,
  Outcome,
  ProtectionCommand,
  RemedyOpening,
} from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import type { ProtectionClient, TaskDesk } from '@hrd-shield/temporal';
import type { ProtectDefenderActivities } from '@hrd-shield/workflows';
import { alice, aProfile, aSignal } from '../../packages/domain/src/protection/spec/builders.ts';
import { createCarryOut, type PartActivities } from '../../services/respond/src/steps/carry-out.ts';
import { aPrincipal } from '../harness/desk-of.ts';
import { until } from '../harness/until.ts';

/** Seals the payloads of recorded histories: they hold no person, only builders of tests. */
export const REPLAY_PAYLOAD_KEY = new Uint8Array(32).fill(11);

/** What the activities of a played case were asked. */
export interface Played {
  readonly commands: ProtectionCommand[];
  readonly outcomes: Outcome[];
  readonly rows: BoardRows[];
  readonly remedies: RemedyOpening[];
}

/** Activities with a platform behind them that carries out everything before they return. */
export function platformActivities(client: () => ProtectionClient): {
  readonly activities: ProtectDefenderActivities;
  readonly played: Played;
} {
  const played: Played = { commands: [], outcomes: [], rows: [], remedies: [] };
  const on = new Set<string>();
  const parts: PartActivities = {
    sendCommands: async (commands) => {
      played.commands.push(...commands);
      for (const command of commands) {
        const { act, case: forCase, defender, id, instance, issuedAt } = command;
        if (act !== 'probe') on[act === 'apply' ? 'add' : 'delete'](instance);
        const seen = on.has(instance) ? 'effective' : 'ineffective';
        const status = ({ apply: 'applied', probe: seen, lift: 'lifted' } as const)[act];
        const ack = { command: id, instance, defender, case: forCase, status, at: issuedAt };
        await client().deliverAck(ack);
      }
    },
    recordOutcomes: async (outcomes) => void played.outcomes.push(...outcomes),
    updateBoard: async (rows) => void played.rows.push(rows),
  };
  const activities: ProtectDefenderActivities = {
    ...parts,
    carryOut: createCarryOut(parts),
    notify: async (notices) =>
      notices.map(({ id }) => ({ notice: id, state: 'delivered', channel: 'mail' })),
    openRemedies: async (openings) => void played.remedies.push(...openings),
  };
  return { activities, played };
}

export function newDefender(name: string): DefenderRef {
  return deriveId('d', name) as DefenderRef;
}

/** Two signals of one campaign, measures verified, the task claimed and decided as told. */
export async function playCase(
  client: ProtectionClient,
  played: Played,
  options: {
    readonly defender: DefenderRef;
    readonly option: string;
    readonly desk: TaskDesk;
  },
): Promise<void> {
  const { defender, desk, option } = options;
  const profile = aProfile({
    defender,
    allowedMeasures: ['limit-replies', 'hide-campaign-replies', 'notify-defender'],
  });
  await client.deliverSignals({ signals: [aSignal({ name: 'guard' })], profile });
  const shield = aSignal({ name: 'shield', tier: 'shield', eventCount: 120 });
  await client.deliverSignals({ signals: [shield], profile });
  await until('three measures are verified', () => countOf(played, 'measure.verified') === 3);
  const task = (await client.view(defender))?.tasks[0];
  if (task === undefined) throw new RangeError('the case has a task');
  const principal = aPrincipal(alice);
  await desk.claim(principal, task.id);
  const answer = await desk.decide(principal, {
    task: task.id,
    option,
    verdict: option === 'reject-and-lift' ? 'rejected' : 'confirmed',
    reasons: ['scripted'],
    evidenceVersion: task.evidenceVersion,
  });
  if (!answer.ok) throw new RangeError(`the decision is refused: ${answer.code}`);
}

export function countOf(played: Played, kind: Outcome['kind']): number {
  return new Set(played.outcomes.filter((each) => each.kind === kind).map(({ id }) => id)).size;
}
