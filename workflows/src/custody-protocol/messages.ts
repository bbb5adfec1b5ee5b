import {
  CUSTODY_PROTOCOL,
  type CustodyAck,
  type CustodyEnd,
  type CustodySubject,
} from '@hrd-shield/contracts/pure';
import type { CustodyLife } from '@hrd-shield/domain/custody';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow; `life` goes from run to run. */
export interface CustodyProtocolInput {
  readonly about: CustodySubject;
  readonly life?: CustodyLife;
}

/** An SOS: the account is locked; a second one changes nothing. */
export const beginCustodyUpdate = defineUpdate<CustodyLife['state'], []>(CUSTODY_PROTOCOL.begin);
/**
 * The defender is well: the next check-in is awaited, or the watch ends. Changes nothing once
 * locked.
 */
export const checkInUpdate = defineUpdate<CustodyLife['state'], []>(CUSTODY_PROTOCOL.checkIn);
/** Ends the protocol, by the agreed proof of safety alone: `custody.no-proof` without it. */
export const endCustodyUpdate = defineUpdate<CustodyLife['state'], [CustodyEnd]>(
  CUSTODY_PROTOCOL.end,
);
/** What the platform did of what it was asked. */
export const receiveCustodyAck = defineSignal<[CustodyAck]>(CUSTODY_PROTOCOL.receiveAck);
/** How it stands. */
export const viewCustody = defineQuery<CustodyLife>(CUSTODY_PROTOCOL.view);
