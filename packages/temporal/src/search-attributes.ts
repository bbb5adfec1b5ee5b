import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TemporalConnection } from './connect.ts';
import { toShieldError } from './to-shield-error.ts';

/** What the list of workflows shows: kind, tier and state; nothing that singles out a person. */
export const SHIELD_KIND = defineSearchAttributeKey('ShieldKind', SearchAttributeType.KEYWORD);
export const SHIELD_TIER = defineSearchAttributeKey('ShieldTier', SearchAttributeType.KEYWORD);
export const SHIELD_STATE = defineSearchAttributeKey('ShieldState', SearchAttributeType.KEYWORD);

const KEYWORD = 2;
const ALREADY_EXISTS = 6;
const NAMES = [SHIELD_KIND.name, SHIELD_TIER.name, SHIELD_STATE.name];

/**
 * Registers the search attributes that the server does not have. An unregistered one hangs a
 * workflow, so this comes before the first start.
 * @throws ShieldError `temporal.*`
 */
export async function registerSearchAttributes(to: TemporalConnection): Promise<void> {
  const { operatorService } = to.client.connection as typeof to.client.connection & {
    operatorService: import('@temporalio/client').OperatorService;
  };
  const { namespace } = to;
  try {
    const known = await operatorService.listSearchAttributes({ namespace });
    const missing = NAMES.filter((name) => known.customAttributes?.[name] === undefined);
    if (missing.length === 0) return;
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (error) {
    if (isTaken(error)) return;
    throw toShieldError(error);
  }
}

/** Another process was faster. */
function isTaken(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === ALREADY_EXISTS;
}
