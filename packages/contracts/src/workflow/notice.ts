import type { DefenderRef, NoticeId, TaskId } from '../ids.ts';

/** Why somebody is told; the whole content of a notice. */
export const NOTICE_KINDS = [
  'task-waits',
  'hold-waits',
  'remedy-waits',
  'state-request',
  'designation-waits',
  'report-waits',
  'critical-waits',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** To whom: a rung of the ladder, or the defender over the channel that they chose. */
export type NoticeTarget =
  | { readonly kind: 'rung'; readonly rung: string; readonly desk?: string }
  | { readonly kind: 'defender'; readonly defender: DefenderRef };

/**
 * A content-free word to a person: that something waits and until when. Neither what it is about
 * nor whom it concerns leaves the shield with it.
 */
export interface Notice {
  readonly id: NoticeId;
  readonly kind: NoticeKind;
  readonly target: NoticeTarget;
  readonly task: TaskId;
  /** Epoch ms. */
  readonly dueAt: number;
}

/** What became of a notice. `no-channel`: nobody has set up how this target is reached. */
export const DELIVERY_STATES = ['delivered', 'failed', 'no-channel'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface NoticeDelivery {
  readonly notice: NoticeId;
  readonly state: DeliveryState;
  /** How it was delivered, or tried last: `mail`, `webhook`. */
  readonly channel?: string;
}
