import type { Shape } from '@hrd-shield/world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An account of this age has a past. */
const AGED_DAYS = 365;

/**
 * What an attack costs, in units of one fresh account bought in bulk. Proportions, not prices: an
 * account with a past is worth several fresh ones, an hour of a person many.
 * @source this project's choice, after market reports on bulk and aged accounts; change it here and
 * every figure of the adaptive attacker moves with it
 */
export const COSTS = {
  freshAccount: 1,
  /** A year old and older; between the two the price rises with the age. */
  agedAccount: 8,
  ownDevice: 2,
  ownNetwork: 1,
  ownProfile: 0.5,
  /** Making an account meet the target in an ordinary way. */
  exposedAccount: 1,
  templatePost: 0.02,
  writtenPost: 0.5,
  disguisedPost: 0.05,
  harmlessPost: 0.1,
  dayOfCampaign: 5,
} as const;

/** Cost of playing a shape. */
export function costOf(shape: Shape): number {
  const number = (name: string, otherwise: number): number =>
    typeof shape[name] === 'number' ? shape[name] : otherwise;
  const days = number('days', number('durationMs', HOUR_MS) / DAY_MS);
  const generations = number('generations', 1);
  const actors =
    'actorsPerDay' in shape ? number('actorsPerDay', 1) * days : number('actors', 1) * generations;
  const fresh = number('freshRatio', 0.5);
  const perAccount =
    fresh * madeAccount(number('freshAgeDaysMax', 0), number('creationClusterDays', 0)) +
    (1 - fresh) * COSTS.agedAccount +
    (1 - number('sharedDeviceRatio', 0)) * COSTS.ownDevice +
    (1 - number('sharedNetworkRatio', 0)) * COSTS.ownNetwork +
    (1 - number('sharedProfileRatio', 0)) * COSTS.ownProfile +
    number('exposureRatio', 0) * COSTS.exposedAccount;
  const camouflage = number('camouflageRatio', 0);
  const posts = actors * number('postsPerActor', 1) * number('targets', 1);
  const isWritten = ['paraphrase', 'free'].includes(String(shape.textSource ?? 'template'));
  const perPost =
    (isWritten ? COSTS.writtenPost : COSTS.templatePost) +
    (number('obfuscationRatio', 0) > 0 ? COSTS.disguisedPost : 0) +
    (camouflage / Math.max(0.1, 1 - camouflage)) * COSTS.harmlessPost;
  return actors * perAccount + posts * perPost + Math.ceil(days) * COSTS.dayOfCampaign;
}

/**
 * Cost of an account that was made for attacks. Those that were made over many months, or long
 * ago, have on average half of the longer time behind them, and whoever has them paid for that.
 */
function madeAccount(ageDaysMax: number, clusterDays: number): number {
  const share = Math.min(1, Math.max(ageDaysMax, clusterDays) / 2 / AGED_DAYS);
  return COSTS.freshAccount + share * (COSTS.agedAccount - COSTS.freshAccount);
}
