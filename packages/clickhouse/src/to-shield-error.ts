import { ClickHouseError } from '@clickhouse/client';
import { ShieldError } from '@hrd-shield/contracts';

/**
 * Faults that pass by themselves: time-outs, overload, lost replicas, a server that starts; and a
 * full disk, which somebody has to empty while what was to be written waits.
 * @source https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const PASSING_CODES: ReadonlySet<string> = new Set([
  '75', // CANNOT_WRITE_TO_FILE_DESCRIPTOR
  '159', // TIMEOUT_EXCEEDED
  '202', // TOO_MANY_SIMULTANEOUS_QUERIES
  '209', // SOCKET_TIMEOUT
  '210', // NETWORK_ERROR
  '225', // NO_ZOOKEEPER
  '236', // ABORTED
  '241', // MEMORY_LIMIT_EXCEEDED
  '242', // TABLE_IS_READ_ONLY
  '243', // NOT_ENOUGH_SPACE
  '252', // TOO_MANY_PARTS
  '285', // TOO_FEW_LIVE_REPLICAS
  '319', // UNKNOWN_STATUS_OF_INSERT
  '394', // QUERY_WAS_CANCELLED
  '425', // SYSTEM_ERROR
  '439', // CANNOT_SCHEDULE_TASK
  '999', // KEEPER_EXCEPTION
]);

const MAX_DETAIL_CHARS = 300;

/**
 * Translates what the client throws. The store's own words are kept for reads and statements;
 * for inserts only name and number are, since those words can quote a row.
 */
export function toShieldError(fault: unknown, what: 'insert' | 'statement'): ShieldError {
  if (fault instanceof ShieldError) return fault;
  if (!(fault instanceof ClickHouseError)) {
    return new ShieldError('clickhouse.unavailable', { cause: fault });
  }
  const name = `${fault.type ?? 'UNKNOWN'} (${fault.code})`;
  if (PASSING_CODES.has(fault.code)) {
    return new ShieldError('clickhouse.unavailable', { detail: name });
  }
  const words = what === 'insert' ? '' : `: ${fault.message.slice(0, MAX_DETAIL_CHARS)}`;
  return new ShieldError('clickhouse.refused', { detail: `${name}${words}` });
}
