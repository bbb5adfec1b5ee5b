import { createRandom } from './random.ts';

const FIRST = ['River', 'Lantern', 'Harbour', 'Meadow', 'Cedar', 'Amber', 'Quarry', 'Juniper'];
const SECOND = ['Lamp', 'Stone', 'Field', 'Bridge', 'Willow', 'Gate', 'Shore', 'Hill'];
const STREETS = ['Elm', 'Mill', 'Station', 'Orchard', 'Canal', 'Chapel'];
const DAY_MS = 86_400_000;

/** What a defender may put into the vault. Telephone numbers are of the range kept for fiction. */
export interface PrivateFacts {
  readonly phone: string;
  readonly address: string;
}

/** How a defender's profile looks. */
export interface PublicProfile {
  readonly handle: string;
  readonly displayName: string;
  readonly bio: string;
  readonly avatarHash: string;
  readonly createdAt: number;
  readonly followers: number;
}

/**
 * Private facts of an account, made from its name alone, so that a vault can be filled with them.
 * @source Ofcom, numbers for use in drama: 07700 900000 to 900999
 */
export function privateFactsOf(account: string): PrivateFacts {
  const random = createRandom(`facts/${account}`);
  const phone = `+44 7700 900${String(random.int(1000)).padStart(3, '0')}`;
  const address = `${1 + random.int(180)} ${random.pick(STREETS)} Street, flat ${1 + random.int(30)}`;
  return { phone, address };
}

/** @param before the profile is older than this, epoch ms */
export function profileOf(account: string, before: number): PublicProfile {
  const random = createRandom(`profile/${account}`);
  const word = (): string =>
    random
      .int(2 ** 31)
      .toString(16)
      .padStart(8, '0');
  return {
    handle: account,
    displayName: `${random.pick(FIRST)} ${random.pick(SECOND)}`,
    bio: `Rights work. ${random.pick(STREETS)} office. Views my own.`,
    avatarHash: word() + word(),
    createdAt: Math.floor(before - (400 + random.int(2000)) * DAY_MS),
    followers: 500 + random.int(20_000),
  };
}
