import type { CustodyRules, DefenderRef } from '@hrd-shield/contracts';
import { isLiving, type RegistryLife } from '@hrd-shield/domain/registry';
import type { Registry } from '@hrd-shield/registry';
import type { CustodyClient } from '@hrd-shield/temporal';

export interface CheckInDeps {
  readonly registry: Registry;
  readonly custody: Pick<CustodyClient, 'end' | 'view' | 'watch'>;
  readonly custodyRules: CustodyRules;
}

/** A watch that ends is looked at again after this long, ms. */
const AGAIN_MS = 2_000;

/**
 * Has check-ins awaited as often as was agreed, and no longer than that: looks at what runs and
 * takes one step. The first one is due one interval after it begins, also after custody.
 * @returns when to look again, epoch ms; undefined when it is as agreed
 */
export async function followCheckIns(
  life: RegistryLife,
  deps: CheckInDeps,
): Promise<number | undefined> {
  // Nobody who never agreed to check-ins costs a look.
  if (life.checkIns === undefined) return undefined;
  const { custody, custodyRules: rules, registry } = deps;
  const { ref: defender } = life;
  const everyMs = await agreedEvery(life, registry);
  const running = await custody.view(defender);
  // What was locked ends by the proof of safety alone.
  if (running?.state === 'locked') return undefined;
  const again = everyMs === undefined ? undefined : registry.clock.now() + AGAIN_MS;
  if (running?.state === 'releasing') return again;
  if (running?.state === 'watching') {
    if (running.about.checkInEveryMs === everyMs) return undefined;
    // The registry has compared the phrase before it wrote the change down.
    await custody.end(defender, { isSafetyProved: true });
    return again;
  }
  if (everyMs === undefined) return undefined;
  await custody.watch({
    defender,
    round: await timesBegun(defender, registry),
    checkInBy: registry.clock.now() + everyMs,
    checkInEveryMs: everyMs,
    rules,
  });
  return undefined;
}

/** Times that the protocol was begun for somebody. */
export async function timesBegun(ref: DefenderRef, { lives }: Registry): Promise<number> {
  return (await lives.facts(ref)).filter(({ kind }) => kind === 'custody-began').length;
}

async function agreedEvery(life: RegistryLife, registry: Registry): Promise<number | undefined> {
  const isAwaited = life.checkIns === 'awaited' && life.custodySince === undefined;
  if (!isAwaited || !isLiving(life)) return undefined;
  const { profile } = await registry.lives.parts(life.ref);
  if (profile === undefined) return undefined;
  return (await registry.sealer.openPart(life.ref, 'profile', profile)).checkIn?.everyMs;
}
