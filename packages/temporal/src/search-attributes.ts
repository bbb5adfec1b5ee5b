import type { Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TemporalConnection } from './connect.ts';
import { toShieldError } from './to-shield-error.ts';

/** What the list of workflows shows: kind, tier and state; nothing that singles out a person. */
export const SHIELD_KIND = defineSearchAttributeKey('ShieldKind', SearchAttributeType.KEYWORD);
/** The tier under which a defender is protected now. */
export const SHIELD_TIER = defineSearchAttributeKey('ShieldTier', SearchAttributeType.KEYWORD);
/** The state of what the workflow is about. */
export const SHIELD_STATE = defineSearchAttributeKey('ShieldState', SearchAttributeType.KEYWORD);

const KEYWORD = 2;
const ALREADY_EXISTS = 6;
const UNIMPLEMENTED = 12;
const NAMES = [SHIELD_KIND.name, SHIELD_TIER.name, SHIELD_STATE.name];

type WithOperator = Pick<Connection, 'operatorService'>;

/**
 * Registers the search attributes that the server does not have. An unregistered one hangs a
 * workflow, so this comes before the first start.
 * @throws ShieldError `temporal.*`
 */
export async function registerSearchAttributes(to: TemporalConnection): Promise<void> {
  const { operatorService } = to.client.connection as WithOperator;
  const { namespace } = to;
  try {
    const known = await knownAttributes(to);
    const missing = NAMES.filter((name) => !known.has(name));
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

/** The time-skipping server of tests cannot list: there, none is known. */
async function knownAttributes(to: TemporalConnection): Promise<ReadonlySet<string>> {
  const { operatorService } = to.client.connection as WithOperator;
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({
      namespace: to.namespace,
    });
    return new Set(Object.keys(customAttributes ?? {}));
  } catch (error) {
    if (codeOf(error) === UNIMPLEMENTED) return new Set();
    throw error;
  }
}

/** Another process was faster. */
function isTaken(error: unknown): boolean {
  return codeOf(error) === ALREADY_EXISTS;
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
