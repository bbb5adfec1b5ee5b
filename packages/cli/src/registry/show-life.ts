import { consentedClasses, type RegistryLife } from '@hrd-shield/domain/registry';

/** A life as the command line shows it: pseudonyms, states and clocks, nothing sealed. */
export function shownLife(life: RegistryLife) {
  const { acts, appeal, consents, emergency, ended, evidence, paused, refusal, withdrawal } = life;
  const { ref, reviewDueAt, source, state, successor, tier, version } = life;
  return {
    ref,
    state,
    version,
    source,
    tier,
    evidence,
    acts,
    consents,
    reviewDueAt,
    emergency,
    paused,
    withdrawal,
    refusal,
    appeal,
    ended,
    successor,
    erased: life.isErased,
  };
}

/**
 * One designation as one line: reference, state, tier, why it ended or when its review is due,
 * classes consented to. No name.
 */
export function lifeLine(life: RegistryLife): string {
  const { ended, isErased, refusal, reviewDueAt } = life;
  const why = refusal?.reason ?? ended?.reason;
  const state = isErased ? 'erased' : life.state;
  const due =
    reviewDueAt === undefined || why !== undefined
      ? ''
      : `  review by ${new Date(reviewDueAt).toISOString().slice(0, 10)}`;
  const classes = consentedClasses(life).join(', ');
  return `${life.ref}  ${state.padEnd(11)}  ${life.tier.padEnd(6)}${why === undefined ? '' : `  ${why}`}${due}${classes === '' ? '' : `  ${classes}`}`;
}
