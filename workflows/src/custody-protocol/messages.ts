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

export const beginCustodyUpdate = defineUpdate<CustodyLife['state'], []>(CUSTODY_PROTOCOL.begin);
export const checkInUpdate = defineUpdate<CustodyLife['state'], []>(CUSTODY_PROTOCOL.checkIn);
export const endCustodyUpdate = defineUpdate<CustodyLife['state'], [CustodyEnd]>(
  CUSTODY_PROTOCOL.end,
);
export const receiveCustodyAck = defineSignal<[CustodyAck]>(CUSTODY_PROTOCOL.receiveAck);
export const viewCustody = defineQuery<CustodyLife>(CUSTODY_PROTOCOL.view);
